// Package sandbox runs programs as a kubelet would run their containers: in the file system of their image, as its user,
// on chosen cores, below limits of CPU and memory. Beside what it starts it reads what that used.
//
// Control groups of both versions are known; the folder of this benchmark is Group in each hierarchy.
package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Group is the control group below which all others are made; bench/run.sh removes it.
const Group = "metrics-sidecar-bench"

const (
	hierarchies = "/sys/fs/cgroup"
	user        = "65532:65532" // of the images
	period      = 100_000       // of a CPU quota in microseconds, that of a kubelet
	tick        = 10 * time.Millisecond
)

// Program is what to run.
type Program struct {
	Name    string   // of its control group and of its log
	Root    string   // folder of the image; empty: none, the program is one of this machine
	Command []string // with arguments
	Env     []string
	Cores   string // as taskset has it
	CPU     int    // limit in thousandths of a core; 0: none
	Memory  int64  // limit in bytes; 0: none
	Log     string // file to append its output to
}

// Process is a program that runs.
type Process struct {
	Program
	command *exec.Cmd
	groups  []string
	ended   chan struct{}
}

// Start runs a program.
func Start(p Program) (*Process, error) {
	groups, err := limit(p)
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(p.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	script := ""
	for _, group := range groups {
		script += "echo $$ >" + group + "/cgroup.procs && "
	}
	args := append([]string{"-c", script + `exec taskset -c "$@"`, "sh", p.Cores}, within(p)...)
	command := exec.Command("sh", args...)
	p.Env = append(p.Env, "PATH=/usr/sbin:/usr/bin:/sbin:/bin")
	command.Env, command.Stdout, command.Stderr = p.Env, log, log
	if err := command.Start(); err != nil {
		return nil, err
	}
	process := &Process{p, command, groups, make(chan struct{})}
	go func() {
		_ = command.Wait()
		close(process.ended)
	}()
	return process, nil
}

func within(p Program) []string {
	if p.Root == "" {
		return p.Command
	}
	return append([]string{"chroot", "--userspec=" + user, p.Root}, p.Command...)
}

func limit(p Program) ([]string, error) {
	if _, err := os.Stat(filepath.Join(hierarchies, "cgroup.controllers")); err == nil {
		group := filepath.Join(hierarchies, Group, p.Name)
		quota, memory := "max", "max"
		if p.CPU > 0 {
			quota = strconv.Itoa(p.CPU * period / 1000)
		}
		if p.Memory > 0 {
			memory = strconv.FormatInt(p.Memory, 10)
		}
		return []string{group}, errors.Join(
			os.MkdirAll(group, 0o755),
			write(hierarchies, "cgroup.subtree_control", "+cpu +memory"),
			write(filepath.Dir(group), "cgroup.subtree_control", "+cpu +memory"),
			write(group, "cpu.max", fmt.Sprintf("%s %d", quota, period)),
			write(group, "memory.max", memory))
	}
	cpu, memory := filepath.Join(hierarchies, "cpu", Group, p.Name), filepath.Join(hierarchies, "memory", Group, p.Name)
	quota, bytes := -1, int64(-1)
	if p.CPU > 0 {
		quota = p.CPU * period / 1000
	}
	if p.Memory > 0 {
		bytes = p.Memory
	}
	return []string{cpu, memory}, errors.Join(
		os.MkdirAll(cpu, 0o755), os.MkdirAll(memory, 0o755),
		write(cpu, "cpu.cfs_period_us", strconv.Itoa(period)),
		write(cpu, "cpu.cfs_quota_us", strconv.Itoa(quota)),
		write(memory, "memory.limit_in_bytes", strconv.FormatInt(bytes, 10)))
}

func write(group, file, value string) error {
	return os.WriteFile(filepath.Join(group, file), []byte(value), 0o644)
}

// Running says whether it has not ended.
func (p *Process) Running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// PID is its process id: sh, taskset and chroot have become the program.
func (p *Process) PID() int { return p.command.Process.Pid }

// CPU is the processor time it has used so far.
func (p *Process) CPU() (time.Duration, error) {
	stat, err := p.proc("stat")
	if err != nil {
		return 0, err
	}
	// The second field is the name in parentheses; utime and stime are the fields 14 and 15 (proc_pid_stat(5)).
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	var ticks int64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, nil
}

// Memory is what it has resident now, and what it has had at most, in bytes (VmRSS and VmHWM of proc_pid_status(5)).
func (p *Process) Memory() (now, most int64, err error) {
	status, err := p.proc("status")
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
		switch fields[0] {
		case "VmRSS:":
			now = kilobytes << 10
		case "VmHWM:":
			most = kilobytes << 10
		}
	}
	return now, most, nil
}

func (p *Process) proc(file string) ([]byte, error) {
	if !p.Running() {
		return nil, fmt.Errorf("%s has ended: see %s", p.Name, p.Log)
	}
	return os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.PID(), file))
}

// Await calls try until it succeeds, and returns the time that took since began. It fails if the process ends, and after
// the given time.
func (p *Process) Await(began time.Time, most time.Duration, try func() error) (time.Duration, error) {
	for {
		err := try()
		if err == nil {
			return time.Since(began), nil
		}
		if !p.Running() {
			return 0, fmt.Errorf("%s has ended: see %s", p.Name, p.Log)
		}
		if time.Since(began) > most {
			return 0, fmt.Errorf("%s does not answer after %s: %w; see %s", p.Name, most, err, p.Log)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Stop ends it.
func (p *Process) Stop() {
	_ = p.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(20 * time.Second):
		_ = p.command.Process.Kill()
		<-p.ended
	}
	for _, group := range p.groups {
		_ = os.Remove(group)
	}
}
