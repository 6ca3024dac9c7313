// Command scale measures webhook and controller in a large cluster, which bench/cluster.sh has started: a real
// kube-apiserver with the chart installed. It writes Deployments, ReplicaSets and pods as they are in a cluster that has
// been used for a while, and starts both processes from their image as a kubelet would: with the variables, the memory
// limit and the ServiceAccount of the chart's Deployment.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"time"
)

const patience = 5 * time.Minute

func main() {
	size := Size{}
	work := flag.String("work", "", "folder with pki, kubeconfig, webhook and controller; logs go there")
	address := flag.String("address", "", "address of this machine")
	flag.IntVar(&size.Deployments, "deployments", 4_000, "Deployments, a quarter of which have the sidecar")
	flag.IntVar(&size.ReplicaSets, "replica-sets", 50_000, "ReplicaSets, owned by the Deployments")
	flag.IntVar(&size.Pods, "pods", 5_000, "pods that are injected")
	flag.IntVar(&size.Namespaces, "namespaces", 100, "namespaces that all of these are spread over")
	probes := flag.Int("probes", 20, "new workloads, one after the other, whose access is awaited")
	rest := flag.Duration("rest", time.Minute, "time for which nothing is written")
	flag.Parse()
	if err := run(context.Background(), size, *work, *address, *probes, *rest); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, size Size, work, address string, probes int, rest time.Duration) error {
	cluster, err := connect(work)
	if err != nil {
		return err
	}
	step("writing %d Deployments and %d ReplicaSets", size.Deployments, size.ReplicaSets)
	if err := cluster.fill(ctx, size); err != nil {
		return err
	}
	table := &table{}

	step("starting webhook and controller")
	webhook, err := cluster.start(ctx, work, "webhook", address)
	if err != nil {
		return err
	}
	controller, err := cluster.start(ctx, work, "controller", address)
	if err != nil {
		return err
	}
	table.add("seconds until ready, before there are pods", "%.1f", webhook.ready.Seconds(), controller.ready.Seconds())
	if err := cluster.publish(ctx, address); err != nil {
		return err
	}
	access, err := cluster.watchAccess(ctx)
	if err != nil {
		return err
	}

	step("writing %d pods through the webhook", size.Pods)
	began := time.Now()
	if err := cluster.pods(ctx, size, access.ask); err != nil {
		return err
	}
	wrote := time.Since(began)
	delays, err := access.await(began, patience)
	if err != nil {
		return err
	}
	fmt.Printf("%d pods of %d workloads were written in %.0f s, all of them injected; the last workload had its access %.1f s after its first pod.\n\n",
		size.Pods, len(delays), wrote.Seconds(), slices.Max(delays).Seconds())

	step("%d new workloads, one after the other", probes)
	single, err := cluster.probe(ctx, size, access, probes)
	if err != nil {
		return err
	}
	fmt.Printf("From a pod to its access, at full size, for %d new workloads: median %.2f s, at most %.2f s.\n\n", probes,
		percentile(single, .5).Seconds(), slices.Max(single).Seconds())

	step("resting %s", rest)
	time.Sleep(10 * time.Second) // kwok's last writes
	if err := table.measure(webhook, controller, rest); err != nil {
		return err
	}
	step("starting both anew, at full size")
	controller.process.Stop()
	webhook.process.Stop()
	if webhook, err = cluster.start(ctx, work, "webhook", address); err != nil {
		return err
	}
	if controller, err = cluster.start(ctx, work, "controller", address); err != nil {
		return err
	}
	time.Sleep(20 * time.Second)
	if err := table.restarted(webhook, controller); err != nil {
		return err
	}
	table.print()
	return nil
}

func step(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s  %s\n", time.Now().UTC().Format(time.TimeOnly), fmt.Sprintf(format, args...))
}

func percentile(values []time.Duration, share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}
