// Command admission measures the webhook beside the baseline, an injector in Go: the same reviews, from the same client,
// to one server at a time. The server has the first core, this program the second. Each round starts every server anew:
// with a whole core, where it is measured under load, and below half a core, where it gets a burst as soon as it answers.
//
// Ours runs from its image, with the image's options, the memory limit of the chart's webhook, and a certificate from
// files, so that it needs no cluster.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bench/reviews"
	"bench/sandbox"
)

const (
	ours        = "webhook"
	goBaseline  = "baseline"
	port        = "8443"
	address     = "127.0.0.1:" + port
	core        = "0"
	connections = 8
	half        = 500             // thousandths of a core
	timeout     = 5 * time.Second // the chart's timeoutSeconds
	patience    = time.Minute
)

type bench struct {
	work        string
	memory      int64
	options     string // of the JVM, besides those of the image
	warmUp, run time.Duration
	burst       int
	sizes       []reviews.Review
	results     map[string][]float64 // by server, review and figure
}

func main() {
	work := flag.String("work", "", "folder with pki, baseline and webhook, the image's files; logs go there")
	values := flag.String("values", "", "the chart's values.yaml, which has the memory limit of ours")
	options := flag.String("java-options", "", "options of the JVM, besides those of the image")
	rounds := flag.Int("rounds", 3, "rounds")
	warmUp := flag.Duration("warm-up", 5*time.Second, "load that is not measured, per review")
	run := flag.Duration("run", 8*time.Second, "load that is measured, per review")
	burst := flag.Int("burst", 500, "reviews at once")
	servers := flag.String("servers", goBaseline+","+ours, "what to measure")
	flag.Parse()
	memory, err := sandbox.ChartMemory(*values, "webhook.resources.limits.memory")
	if err != nil {
		log.Fatal(err)
	}
	b := &bench{*work, memory, *options, *warmUp, *run, *burst, reviews.All(), map[string][]float64{}}
	for round := range *rounds {
		for _, server := range strings.Split(*servers, ",") {
			fmt.Fprintf(os.Stderr, "round %d of %d: %s\n", round+1, *rounds, server)
			if err := b.measure(server); err != nil {
				log.Fatal(err)
			}
		}
	}
	b.print()
}

func (b *bench) start(server string, cpu int) (*sandbox.Process, *client, time.Duration, error) {
	program := sandbox.Program{
		Name: server, Cores: core, CPU: cpu, Log: filepath.Join(b.work, server+".log"),
		Command: []string{filepath.Join(b.work, goBaseline), "-port", port, "-pki", filepath.Join(b.work, "pki")},
	}
	if server == ours {
		program.Root = filepath.Join(b.work, ours)
		program.Memory = b.memory
		program.Command = []string{"/opt/java/bin/java", "-jar", "/app/cli.jar"}
		program.Env = []string{"MODE=webhook", "WEBHOOK_PORT=" + port, "HEALTH_PORT=0", "TLS_CERT=/pki/tls.crt",
			"TLS_KEY=/pki/tls.key", "NATIVE_SIDECAR=true", "SHUTDOWN_DRAIN=0s", "MALLOC_ARENA_MAX=1",
			"JDK_JAVA_OPTIONS=" + b.options}
	}
	client, err := newClient(filepath.Join(b.work, "pki"), address, timeout)
	if err != nil {
		return nil, nil, 0, err
	}
	began := time.Now()
	process, err := sandbox.Start(program)
	if err != nil {
		return nil, nil, 0, err
	}
	ready, err := process.Await(began, patience, func() error { return client.one(b.sizes[0].JSON, time.Now()) })
	return process, client, ready, err
}

func (b *bench) measure(server string) error {
	process, client, ready, err := b.start(server, 0)
	if err != nil {
		return err
	}
	cpu, err := process.CPU()
	if err != nil {
		return err
	}
	b.note(server, "ready", ready.Seconds())
	b.note(server, "start CPU", cpu.Seconds())
	for _, review := range b.sizes {
		if err := b.load(server, process, client, review); err != nil {
			return err
		}
	}
	process.Stop()
	for _, review := range b.sizes {
		if err := b.starved(server, review); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) load(server string, process *sandbox.Process, client *client, review reviews.Review) error {
	client.closed(review.JSON, connections, b.warmUp)
	before, err := process.CPU()
	if err != nil {
		return err
	}
	began := time.Now()
	result := client.closed(review.JSON, connections, b.run)
	took := time.Since(began)
	after, err := process.CPU()
	if err != nil {
		return err
	}
	if len(result.failures) > 0 {
		return fmt.Errorf("%s: %d of %d reviews of %s failed, such as: %w", server, len(result.failures), len(result.latencies),
			review.Name, result.failures[0])
	}
	memory, _, err := process.Memory()
	if err != nil {
		return err
	}
	b.note(server, review.Name+" per CPU second", float64(result.answered())/(after-before).Seconds())
	b.note(server, review.Name+" per second", float64(result.answered())/took.Seconds())
	b.note(server, review.Name+" p99", milliseconds(result.percentile(.99)))
	b.note(server, review.Name+" RSS", float64(memory)/1e6)
	return nil
}

func (b *bench) starved(server string, review reviews.Review) error {
	process, client, ready, err := b.start(server, half)
	if err != nil {
		return err
	}
	defer process.Stop()
	result := client.burst(review.JSON, b.burst)
	b.note(server, "starved ready", ready.Seconds())
	b.note(server, review.Name+" burst", float64(result.answered()))
	b.note(server, review.Name+" burst p99", milliseconds(result.percentile(.99)))
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (b *bench) note(server, figure string, value float64) {
	key := server + " " + figure
	b.results[key] = append(b.results[key], value)
}

// print writes the table: medians, with the least and the greatest in parentheses.
func (b *bench) print() {
	fmt.Println("| Figure | Ours | Go baseline | Ratio |")
	fmt.Println("|---|---|---|---|")
	for _, review := range b.sizes {
		b.row("reviews of "+review.Name+" per CPU second", review.Name+" per CPU second", "%.0f")
		b.row("… per second, 8 connections, one core", review.Name+" per second", "%.0f")
		b.row("… p99 of these, ms", review.Name+" p99", "%.1f")
		b.row("… RSS after them, MB", review.Name+" RSS", "%.0f")
		b.row(fmt.Sprintf("… answered within %s, of %d at once right after the start on half a core", timeout, b.burst),
			review.Name+" burst", "%.0f")
		b.row("… p99 of these, ms", review.Name+" burst p99", "%.0f")
	}
	b.row("seconds from start to the first answer, one core", "ready", "%.2f")
	b.row("… half a core", "starved ready", "%.2f")
	b.row("CPU seconds until then, one core", "start CPU", "%.2f")
}

func (b *bench) row(title, figure, format string) {
	mine, other := b.results[ours+" "+figure], b.results[goBaseline+" "+figure]
	ratio := "–"
	if len(mine) > 0 && len(other) > 0 {
		ratio = fmt.Sprintf("%.2f", median(mine)/median(other))
	}
	fmt.Printf("| %s | %s | %s | %s |\n", title, cell(mine, format), cell(other, format), ratio)
}

func cell(values []float64, format string) string {
	switch len(values) {
	case 0:
		return "–"
	case 1:
		return fmt.Sprintf(format, values[0])
	}
	if slices.Min(values) == slices.Max(values) {
		return fmt.Sprintf(format, values[0])
	}
	return fmt.Sprintf(strings.Join([]string{format, " (", format, " to ", format, ")"}, ""), median(values), slices.Min(values), slices.Max(values))
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
