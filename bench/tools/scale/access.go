package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
)

const (
	ours = "app.kubernetes.io/managed-by=metrics-sidecar"
	// Role, RoleBinding and Lease.
	objects = 3
)

// access is what was seen of the sidecars' rights: when a workload had its first pod, and when it had its Role,
// RoleBinding and Lease.
type access struct {
	mutex   sync.Mutex
	asked   map[string]time.Time
	count   map[string]int
	granted map[string]time.Time
}

type watcher func(context.Context, metav1.ListOptions) (watch.Interface, error)

// watchAccess starts to note what the controller creates.
func (c *cluster) watchAccess(ctx context.Context) (*access, error) {
	a := &access{asked: map[string]time.Time{}, count: map[string]int{}, granted: map[string]time.Time{}}
	for _, start := range []watcher{c.client.RbacV1().Roles("").Watch, c.client.RbacV1().RoleBindings("").Watch, c.client.CoordinationV1().Leases("").Watch} {
		events, err := start(ctx, metav1.ListOptions{LabelSelector: ours})
		if err != nil {
			return nil, err
		}
		go a.note(events)
	}
	return a, nil
}

func (a *access) note(events watch.Interface) {
	for event := range events.ResultChan() {
		object, err := meta.Accessor(event.Object)
		if event.Type != watch.Added || err != nil || len(object.GetOwnerReferences()) == 0 {
			continue
		}
		key := object.GetNamespace() + "/" + object.GetOwnerReferences()[0].Name
		a.mutex.Lock()
		a.count[key]++
		if a.count[key] == objects {
			a.granted[key] = time.Now()
		}
		a.mutex.Unlock()
	}
}

// ask notes that the workload has a pod.
func (a *access) ask(w workload) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if _, known := a.asked[w.key()]; !known {
		a.asked[w.key()] = time.Now()
	}
}

// await waits until every workload that has a pod has its access, and returns how long that took for each of those that
// were asked for since.
func (a *access) await(since time.Time, most time.Duration) ([]time.Duration, error) {
	until := time.Now().Add(most)
	for {
		delays, missing := a.delays(since)
		if missing == "" {
			return delays, nil
		}
		if time.Now().After(until) {
			return nil, fmt.Errorf("%s has no access after %s", missing, most)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (a *access) delays(since time.Time) (delays []time.Duration, missing string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for key, asked := range a.asked {
		granted, done := a.granted[key]
		switch {
		case !done:
			missing = key
		case !asked.Before(since):
			delays = append(delays, max(0, granted.Sub(asked)))
		}
	}
	return delays, missing
}
