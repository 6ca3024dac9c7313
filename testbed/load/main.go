// Load is the test workload: a server whose CPU and memory use are set from outside, or a client that drives one.
//
// Server, on port 8080:
//
//	/                  200
//	/set?cpu=&mem=     hold this many millicores and MiB from now on; answers what is held
//	/work?us=          burn this many microseconds of CPU before answering, so that load follows traffic; 503 at once where
//	                   8 others are being worked on, so that no work is left over when the traffic has gone elsewhere
//
// CPU and MEM in the environment are the values at start, ADDRESS is another place to listen at. With DRIVE=URL and RPS=N
// it is a client instead: N requests a second, each on a connection of its own, so that kube-proxy chooses an endpoint for
// each; it prints every second how many were answered 200 and how many were not. With EXIT_AFTER=SECONDS it ends by itself,
// as a job does. With INJECT=NAME and INJECT_IMAGE=IMAGE it is an injector, see inject.go.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// period is how often held CPU is given out: short against the seconds over which it is measured, long against the cost of waking.
const period = 50 * time.Millisecond

const page = 4096

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if target := os.Getenv("DRIVE"); target != "" {
		drive(ctx, target, max(number(os.Getenv("RPS"), 1), 1))
		return
	}
	if after := os.Getenv("EXIT_AFTER"); after != "" {
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(number(after, 0)) * time.Second):
		}
		return
	}
	run := serve
	if name := os.Getenv("INJECT"); name != "" {
		run = func(ctx context.Context) error { return inject(ctx, name, os.Getenv("INJECT_IMAGE")) }
	}
	if err := run(ctx); err != nil {
		log.Fatal(err)
	}
}

func serve(ctx context.Context) error {
	var held holder
	held.set(number(os.Getenv("CPU"), 0), number(os.Getenv("MEM"), 0))
	go held.burn(ctx)

	routes := http.NewServeMux()
	routes.HandleFunc("/set", func(w http.ResponseWriter, r *http.Request) {
		cpu, mem := held.set(number(r.FormValue("cpu"), -1), number(r.FormValue("mem"), -1))
		fmt.Fprintf(w, "cpu=%d mem=%d\n", cpu, mem)
	})
	turns := make(chan struct{}, 8)
	routes.HandleFunc("/work", func(w http.ResponseWriter, r *http.Request) {
		select {
		case turns <- struct{}{}:
			defer func() { <-turns }()
			spin(time.Duration(number(r.FormValue("us"), 0)) * time.Microsecond)
			fmt.Fprintln(w, "done")
		default:
			http.Error(w, "busy", http.StatusServiceUnavailable)
		}
	})
	routes.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })

	address := ":8080"
	if other := os.Getenv("ADDRESS"); other != "" {
		address = other
	}
	server := &http.Server{Addr: address, Handler: routes, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		server.Shutdown(grace)
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// holder keeps CPU and memory busy at the amounts last set.
type holder struct {
	millicores atomic.Int64
	lock       sync.Mutex
	memory     []byte
}

// set changes what is held and returns it; a negative amount stays as it is.
func (h *holder) set(millicores, mebibytes int) (int64, int) {
	h.lock.Lock()
	defer h.lock.Unlock()
	if millicores >= 0 {
		h.millicores.Store(int64(millicores))
	}
	if mebibytes >= 0 && mebibytes<<20 != len(h.memory) {
		h.memory = nil
		debug.FreeOSMemory() // first give back, so that the change never needs old and new at once
		h.memory = make([]byte, mebibytes<<20)
		for i := 0; i < len(h.memory); i += page {
			h.memory[i] = 1 // only a page that was written counts
		}
	}
	return h.millicores.Load(), len(h.memory) >> 20
}

// burn spends the held CPU: one thread for each whole core, the last one for the rest. It counts the thread's own CPU time
// and makes up for a late turn, so that a busy machine does not make the load smaller than asked.
func (h *holder) burn(ctx context.Context) {
	const core = 1000
	last := time.Now()
	for tick := time.NewTicker(period); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := time.Now()
		elapsed := min(now.Sub(last), 2*period)
		last = now
		var busy sync.WaitGroup
		for rest := h.millicores.Load(); rest > 0; rest -= core {
			busy.Go(func() { spin(elapsed * time.Duration(min(rest, core)) / core) })
		}
		busy.Wait()
	}
}

// spin uses this much CPU time, however long that takes.
func spin(d time.Duration) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for end := threadTime() + d; threadTime() < end; {
	}
}

// threadTime is the calling thread's CPU time so far. Getrusage would not do: its figures move with the timer tick only.
func threadTime() time.Duration {
	const clockThreadCPUTime = 3 // clock_gettime(2)
	var now syscall.Timespec
	if _, _, failed := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockThreadCPUTime, uintptr(unsafe.Pointer(&now)), 0); failed != 0 {
		log.Fatal("clock_gettime: ", failed)
	}
	return time.Duration(now.Nano())
}

func drive(ctx context.Context, target string, perSecond int) {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	var ok, failed atomic.Int64
	send, report := time.NewTicker(time.Second/time.Duration(perSecond)), time.NewTicker(time.Second)
	for {
		select {
		case <-ctx.Done():
			return
		case <-report.C:
			fmt.Printf("ok=%d failed=%d\n", ok.Swap(0), failed.Swap(0))
		case <-send.C:
			go func() {
				if get(ctx, client, target) {
					ok.Add(1)
				} else {
					failed.Add(1)
				}
			}()
		}
	}
}

func get(ctx context.Context, client *http.Client, target string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return false
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err == nil && response.StatusCode == http.StatusOK
}

func number(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}
