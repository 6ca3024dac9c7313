package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	writers    = 24
	nodes      = 50
	injectedIn = 4 // one Deployment in four has the sidecar
	enabled    = "metrics-sidecar/enabled"
	injected   = "metrics-sidecar/injected"
)

// Size is how many objects there are.
type Size struct {
	Deployments, ReplicaSets, Pods, Namespaces int
}

// cluster is where the objects are written.
type cluster struct {
	client kubernetes.Interface
}

// workload is a Deployment.
type workload struct {
	namespace, name string
}

func (w workload) key() string { return w.namespace + "/" + w.name }

// set is the name of one of its ReplicaSets; that of number 0 owns the pods.
func (w workload) set(number int) string { return fmt.Sprintf("%s-7c9d8f6b%02d", w.name, number) }

// uid of an object, the same whenever it is asked for.
func uid(namespace, name string) types.UID {
	h := sha256.Sum256([]byte(namespace + "/" + name))
	h[6], h[8] = h[6]&0x0f|0x40, h[8]&0x3f|0x80
	return types.UID(fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16]))
}

func cores() int { return runtime.NumCPU() }

func connect(work string) (*cluster, error) {
	config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(work, "kubeconfig"))
	if err != nil {
		return nil, err
	}
	config.QPS = -1
	config.ContentType = "application/vnd.kubernetes.protobuf"
	client, err := kubernetes.NewForConfig(config)
	return &cluster{client}, err
}

// each calls write for 0 to count-1, many at a time, and returns the first error.
func each(count int, write func(i int) error) error {
	var workers sync.WaitGroup
	next, failed := make(chan int), make(chan error, writers)
	for range writers {
		workers.Go(func() {
			for i := range next {
				if err := write(i); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	var err error
	for i := 0; i < count && err == nil; i++ {
		select {
		case next <- i:
		case err = <-failed:
		}
	}
	close(next)
	workers.Wait()
	close(failed)
	if err == nil {
		err = <-failed
	}
	return err
}

func namespace(i int) string { return fmt.Sprintf("team-%03d", i) }

// of is the Deployment with this number.
func (s Size) of(i int) workload {
	return workload{namespace: namespace(i % s.Namespaces), name: fmt.Sprintf("app-%04d", i)}
}

// fill writes everything but the pods.
func (c *cluster) fill(ctx context.Context, size Size) error {
	err := each(size.Namespaces, func(i int) error {
		name := namespace(i)
		_, err := c.client.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}, metav1.CreateOptions{})
		if err != nil {
			return err
		}
		// No controller-manager makes it here.
		account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "default"}}
		_, err = c.client.CoreV1().ServiceAccounts(name).Create(ctx, account, metav1.CreateOptions{})
		return err
	})
	if err != nil {
		return err
	}
	err = each(nodes, func(i int) error {
		_, err := c.client.CoreV1().Nodes().Create(ctx, &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: node(i)}}, metav1.CreateOptions{})
		return err
	})
	if err != nil {
		return err
	}
	var objects []object
	for i := range size.Deployments {
		revisions := size.ReplicaSets / size.Deployments
		if i < size.ReplicaSets%size.Deployments {
			revisions++
		}
		objects = append(objects, deployment(size.of(i), revisions, i%injectedIn == 0)...)
	}
	return store(objects)
}

func node(i int) string { return fmt.Sprintf("node-%02d", i) }

// deployment is a Deployment with its ReplicaSets, of which the last one has the pods.
func deployment(w workload, revisions int, sidecar bool) []object {
	selector := &metav1.LabelSelector{MatchLabels: map[string]string{"app": w.name}}
	template := template(w, sidecar)
	owner := &appsv1.Deployment{
		TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"},
		ObjectMeta: stored(w, w.name, template.Labels),
		Spec:       appsv1.DeploymentSpec{Replicas: new(int32(5)), Selector: selector, Template: template},
	}
	objects := []object{{"deployments/" + w.namespace + "/" + w.name, owner}}
	for left := revisions - 1; left >= 0; left-- {
		name := w.set(left)
		set := &appsv1.ReplicaSet{
			TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "ReplicaSet"},
			ObjectMeta: stored(w, name, template.Labels),
			Spec:       appsv1.ReplicaSetSpec{Replicas: new(int32(0)), Selector: selector, Template: template},
		}
		set.Annotations = map[string]string{"deployment.kubernetes.io/revision": fmt.Sprint(revisions - left)}
		set.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(owner, appsv1.SchemeGroupVersion.WithKind("Deployment"))}
		if left == 0 {
			set.Spec.Replicas = new(int32(5))
		}
		objects = append(objects, object{"replicasets/" + w.namespace + "/" + name, set})
	}
	return objects
}

// stored is the metadata of an object that no API server has received.
func stored(w workload, name string, labels map[string]string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: w.namespace, Name: name, UID: uid(w.namespace, name), Labels: labels, Generation: 1,
		CreationTimestamp: metav1.NewTime(time.Now().Truncate(time.Second))}
}

func template(w workload, sidecar bool) corev1.PodTemplateSpec {
	t := corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{
		"app": w.name, "app.kubernetes.io/name": w.name, "app.kubernetes.io/part-of": w.namespace, "version": "v1"}}}
	if sidecar {
		t.Annotations = map[string]string{enabled: "true"}
	}
	probe := &corev1.Probe{ProbeHandler: corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{}}, PeriodSeconds: 5}
	probe.TCPSocket.Port.IntVal = 8080
	container := corev1.Container{
		Name: "app", Image: "registry.example.com/" + w.namespace + "/" + w.name + ":1.4.2",
		Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8080}}, ReadinessProbe: probe, LivenessProbe: probe,
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{"cpu": resource.MustParse("100m"), "memory": resource.MustParse("128Mi")},
			Limits:   corev1.ResourceList{"cpu": resource.MustParse("500m"), "memory": resource.MustParse("256Mi")}},
	}
	for i := range 12 {
		container.Env = append(container.Env, corev1.EnvVar{Name: fmt.Sprintf("SETTING_%02d", i),
			Value: fmt.Sprintf("https://backend-%02d.%s.svc:8443/v1?mode=%d", i, w.namespace, i)})
	}
	t.Spec.Containers = []corev1.Container{container}
	return t
}

// pods writes the pods of the Deployments that have the sidecar.
func (c *cluster) pods(ctx context.Context, size Size, created func(workload)) error {
	workloads := (size.Deployments + injectedIn - 1) / injectedIn
	return each(size.Pods, func(i int) error {
		return c.pod(ctx, size.of(i%workloads*injectedIn), i/workloads, created)
	})
}

// pod writes one pod, as the ReplicaSet's controller would, and fails unless the webhook has injected it.
func (c *cluster) pod(ctx context.Context, w workload, i int, created func(workload)) error {
	made, err := c.client.CoreV1().Pods(w.namespace).Create(ctx, pod(w, i), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if !isInjected(made) {
		return fmt.Errorf("the pod %s/%s was not injected: %v", w.namespace, made.Name, made.Annotations)
	}
	created(w)
	return nil
}

func isInjected(pod *corev1.Pod) bool { return pod.Labels[injected] == "true" }

func pod(w workload, i int) *corev1.Pod {
	t := template(w, true)
	set := w.set(0)
	t.Labels["pod-template-hash"] = set[len(w.name)+1:]
	pod := &corev1.Pod{ObjectMeta: t.ObjectMeta, Spec: t.Spec}
	pod.GenerateName = set + "-"
	pod.Namespace = w.namespace
	pod.Spec.NodeName = node(i % nodes)
	pod.OwnerReferences = []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: set, UID: uid(w.namespace, set),
		Controller: new(true), BlockOwnerDeletion: new(true)}}
	return pod
}

// probe writes one new Deployment with one pod after the other, and waits for the access of each.
func (c *cluster) probe(ctx context.Context, size Size, access *access, count int) ([]time.Duration, error) {
	began := time.Now()
	for i := range count {
		w := size.of(size.Deployments + i)
		if err := store(deployment(w, 1, true)); err != nil {
			return nil, err
		}
		if err := c.pod(ctx, w, i, access.ask); err != nil {
			return nil, err
		}
		if _, err := access.await(began, patience); err != nil {
			return nil, err
		}
	}
	return access.await(began, patience)
}
