package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	authv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"bench/sandbox"
)

const (
	release     = "metrics-sidecar" // the namespace of the release
	accountPath = "var/run/secrets/kubernetes.io/serviceaccount"
	webhookPort = 8443
)

// Both processes listen in one network here, so their health ports differ.
var healthPorts = map[string]string{"webhook": "8080", "controller": "8081"}

// running is a process of the release.
type running struct {
	process *sandbox.Process
	ready   time.Duration
}

// start runs the container of the chart's Deployment of this component, and waits until it is ready.
func (c *cluster) start(ctx context.Context, work, component, address string) (*running, error) {
	deployment, err := c.client.AppsV1().Deployments(release).Get(ctx, "metrics-sidecar-"+component, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	spec := deployment.Spec.Template.Spec
	root := filepath.Join(work, component)
	if err := c.writeAccount(ctx, spec.ServiceAccountName, filepath.Join(root, accountPath), work); err != nil {
		return nil, err
	}
	container := spec.Containers[0]
	began := time.Now()
	process, err := sandbox.Start(sandbox.Program{
		Name: component, Root: root, Cores: fmt.Sprintf("0-%d", cores()-1), Log: filepath.Join(work, component+".log"),
		Command: []string{"/opt/java/bin/java", "-jar", "/app/cli.jar"},
		Env:     environment(container, component, address),
		CPU:     int(container.Resources.Limits.Cpu().MilliValue()),
		Memory:  container.Resources.Limits.Memory().Value(),
	})
	if err != nil {
		return nil, err
	}
	url := "http://127.0.0.1:" + healthPorts[component] + "/readyz"
	ready, err := process.Await(began, patience, func() error { return get(url) })
	return &running{process, ready}, err
}

func environment(container corev1.Container, component, address string) []string {
	// Those of the image, and those that a kubelet adds.
	env := []string{"MALLOC_ARENA_MAX=1", "KUBERNETES_SERVICE_HOST=" + address, "KUBERNETES_SERVICE_PORT=6443"}
	fields := map[string]string{"metadata.name": component + "-0", "metadata.namespace": release}
	for _, v := range container.Env {
		value := v.Value
		if v.ValueFrom != nil {
			value = fields[v.ValueFrom.FieldRef.FieldPath]
		}
		if v.Name == "HEALTH_PORT" {
			value = healthPorts[component]
		}
		env = append(env, v.Name+"="+value)
	}
	return env
}

// writeAccount writes what a kubelet mounts for a ServiceAccount.
func (c *cluster) writeAccount(ctx context.Context, account, folder, work string) error {
	request := &authv1.TokenRequest{Spec: authv1.TokenRequestSpec{ExpirationSeconds: new(int64(7200))}}
	token, err := c.client.CoreV1().ServiceAccounts(release).CreateToken(ctx, account, request, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	authority, err := os.ReadFile(filepath.Join(work, "pki", "ca.crt"))
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{"token": []byte(token.Status.Token), "ca.crt": authority, "namespace": []byte(release)} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// publish makes the running webhook the endpoint of its Service, and waits until pods are injected: the webhook has
// then written its certificate authority into its configuration.
func (c *cluster) publish(ctx context.Context, address string) error {
	const service = "metrics-sidecar-webhook"
	_, err := c.client.DiscoveryV1().EndpointSlices(release).Create(ctx, &discoveryv1.EndpointSlice{
		ObjectMeta:  metav1.ObjectMeta{Name: service, Labels: map[string]string{discoveryv1.LabelServiceName: service}},
		AddressType: discoveryv1.AddressTypeIPv4,
		Endpoints:   []discoveryv1.Endpoint{{Addresses: []string{address}, Conditions: discoveryv1.EndpointConditions{Ready: new(true)}}},
		Ports:       []discoveryv1.EndpointPort{{Name: new("https"), Port: new(int32(webhookPort)), Protocol: new(corev1.ProtocolTCP)}},
	}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	try := pod(workload{namespace: namespace(0), name: "try"}, 0)
	until := time.Now().Add(patience)
	for {
		got, err := c.client.CoreV1().Pods(try.Namespace).Create(ctx, try, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		if err == nil && isInjected(got) {
			return nil
		}
		if time.Now().After(until) {
			return fmt.Errorf("pods are not injected: %w", err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func get(url string) error {
	response, err := http.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %d: %.300s", url, response.StatusCode, body)
	}
	return err
}
