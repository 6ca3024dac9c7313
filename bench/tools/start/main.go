// Command start measures how long a sidecar takes from its start to its first 200 of /healthz, below limits of CPU. It
// runs from its image, with the chart's memory limit, and has no API server to ask.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"bench/sandbox"
)

const (
	port     = "8333"
	patience = 3 * time.Minute
)

func main() {
	work := flag.String("work", "", "folder with sidecar, the image's files; logs go there")
	limits := flag.String("limits", "50,100,250,0", "limits in thousandths of a core; 0: none")
	values := flag.String("values", "", "the chart's values.yaml, which has the memory limit")
	rounds := flag.Int("rounds", 5, "starts per limit")
	flag.Parse()
	memory, err := sandbox.ChartMemory(*values, "sidecar.resources.limits.memory")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("| CPU limit | Seconds until the first 200 | CPU seconds until then | RSS, MB |\n|---|---|---|---|")
	for limit := range strings.SplitSeq(*limits, ",") {
		cpu, err := strconv.Atoi(limit)
		if err != nil {
			log.Fatal(err)
		}
		if err := measure(*work, cpu, memory, *rounds); err != nil {
			log.Fatal(err)
		}
	}
}

func measure(work string, cpu int, memory int64, rounds int) error {
	var ready, used, resident []float64
	for range rounds {
		began := time.Now()
		process, err := sandbox.Start(sandbox.Program{
			Name: "sidecar", Root: filepath.Join(work, "sidecar"), Cores: "0", CPU: cpu, Memory: memory,
			Command: []string{"/opt/java/bin/java", "-jar", "/app/sidecar.jar"},
			Env: []string{"MALLOC_ARENA_MAX=1", "HTTP_PORT=" + port, "KUBERNETES_SERVICE_HOST=127.0.0.1", "NAMESPACE=shop", "POD_NAME=web-0",
				"POD_UID=5a0f3f5e-6f0b-4b0e-9f57-0d8f1f6f2b11", "DEPLOYMENT_NAME=web", "CPU_LIMIT_MILLICORES=500", "MEMORY_LIMIT_BYTES=268435456"},
			Log: filepath.Join(work, "sidecar.log"),
		})
		if err != nil {
			return err
		}
		took, err := process.Await(began, patience, healthy)
		if err != nil {
			return err
		}
		seconds, err := process.CPU()
		if err != nil {
			return err
		}
		now, _, err := process.Memory()
		if err != nil {
			return err
		}
		process.Stop()
		ready = append(ready, took.Seconds())
		used = append(used, seconds.Seconds())
		resident = append(resident, float64(now)/1e6)
	}
	name := "none, one core"
	if cpu > 0 {
		name = fmt.Sprintf("%dm", cpu)
	}
	fmt.Printf("| %s | %s | %s | %.0f |\n", name, cell(ready), cell(used), median(resident))
	return nil
}

func healthy() error {
	response, err := http.Get("http://127.0.0.1:" + port + "/healthz")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return nil
}

func cell(values []float64) string {
	return fmt.Sprintf("%.1f (%.1f to %.1f)", median(values), slices.Min(values), slices.Max(values))
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
