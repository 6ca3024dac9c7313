package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// table is of the figures of both processes.
type table struct {
	rows []string
}

func (t *table) add(title, format string, webhook, controller float64) {
	t.rows = append(t.rows, fmt.Sprintf("| %s | "+format+" | "+format+" |", title, webhook, controller))
}

func (t *table) print() {
	fmt.Println("| Figure | Webhook | Controller |\n|---|---|---|")
	for _, row := range t.rows {
		fmt.Println(row)
	}
}

// measure adds what both use while nothing happens, and what their memory holds.
func (t *table) measure(webhook, controller *running, rest time.Duration) error {
	before, err := both(webhook, controller, (*running).cpu)
	if err != nil {
		return err
	}
	time.Sleep(rest)
	after, err := both(webhook, controller, (*running).cpu)
	if err != nil {
		return err
	}
	share := func(i int) float64 { return 1000 * (after[i] - before[i]) / rest.Seconds() }
	t.add(fmt.Sprintf("CPU while nothing is written, for %s, thousandths of a core", rest), "%.1f", share(0), share(1))
	if err := t.memory("", webhook, controller); err != nil {
		return err
	}
	live, err := both(webhook, controller, (*running).heap)
	if err != nil {
		return err
	}
	t.add("heap in use after a collection, MB", "%.0f", live[0], live[1])
	return nil
}

// restarted adds what a start at full size takes.
func (t *table) restarted(webhook, controller *running) error {
	t.add("started anew: seconds until ready", "%.1f", webhook.ready.Seconds(), controller.ready.Seconds())
	return t.memory("started anew: ", webhook, controller)
}

func (t *table) memory(when string, webhook, controller *running) error {
	now, err := both(webhook, controller, func(r *running) (float64, error) {
		now, _, err := r.process.Memory()
		return float64(now) / 1e6, err
	})
	if err != nil {
		return err
	}
	most, err := both(webhook, controller, func(r *running) (float64, error) {
		_, most, err := r.process.Memory()
		return float64(most) / 1e6, err
	})
	if err != nil {
		return err
	}
	t.add(when+"resident memory, MB", "%.0f", now[0], now[1])
	t.add(when+"resident memory at most, MB", "%.0f", most[0], most[1])
	return nil
}

func both(webhook, controller *running, read func(*running) (float64, error)) ([2]float64, error) {
	first, err := read(webhook)
	second, other := read(controller)
	return [2]float64{first, second}, errors.Join(err, other)
}

func (r *running) cpu() (float64, error) {
	cpu, err := r.process.CPU()
	return cpu.Seconds(), err
}

var used = regexp.MustCompile(`(?:DefNew|Tenured) +total \d+K, used (\d+)K`)

// heap is what is left after a full collection, in MB, as jcmd of the JDK says.
func (r *running) heap() (float64, error) {
	jcmd := filepath.Join(os.Getenv("JAVA_HOME"), "bin", "jcmd")
	pid := strconv.Itoa(r.process.PID())
	if out, err := exec.Command(jcmd, pid, "GC.run").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("jcmd: %w: %s", err, out)
	}
	out, err := exec.Command(jcmd, pid, "GC.heap_info").CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("jcmd: %w: %s", err, out)
	}
	var kilobytes float64
	found := used.FindAllSubmatch(out, -1)
	for _, match := range found {
		n, err := strconv.ParseFloat(string(match[1]), 64)
		if err != nil {
			return 0, err
		}
		kilobytes += n
	}
	if len(found) != 2 {
		return 0, fmt.Errorf("jcmd says nothing of two generations: %s", out)
	}
	return kilobytes * 1024 / 1e6, nil
}
