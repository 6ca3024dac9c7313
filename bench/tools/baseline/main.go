// Command baseline is the injector that a team would write in Go, for comparison: the webhook server of
// controller-runtime with an admission.Handler that decodes the pod, appends a sidecar and lets the library compute the
// JSON patch. It decides nothing else, so it does less than ours for a review.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes/scheme"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

const (
	enabled  = "metrics-sidecar/enabled"
	injected = "metrics-sidecar/injected"
	volume   = "metrics-sidecar-info"
)

type injector struct {
	decoder admission.Decoder
}

func (i *injector) Handle(_ context.Context, req admission.Request) admission.Response {
	pod := &corev1.Pod{}
	if err := i.decoder.Decode(req, pod); err != nil {
		return admission.Errored(http.StatusBadRequest, err)
	}
	if pod.Annotations[enabled] != "true" || pod.Annotations[injected] != "" {
		return admission.Allowed("not asked for")
	}
	inject(pod)
	raw, err := json.Marshal(pod)
	if err != nil {
		return admission.Errored(http.StatusInternalServerError, err)
	}
	return admission.PatchResponseFromRaw(req.Object.Raw, raw)
}

func inject(pod *corev1.Pod) {
	field := func(name, path string) corev1.EnvVar {
		return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{
			FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: path}}}
	}
	limit := func(name, res string) corev1.EnvVar {
		return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{
			ResourceFieldRef: &corev1.ResourceFieldSelector{ContainerName: pod.Spec.Containers[0].Name, Resource: res}}}
	}
	owner := ""
	if len(pod.OwnerReferences) > 0 {
		owner = pod.OwnerReferences[0].Name
	}
	pod.Spec.Containers = append(pod.Spec.Containers, corev1.Container{
		Name:  "metrics-sidecar",
		Image: "metrics-sidecar:1",
		Ports: []corev1.ContainerPort{{Name: "metrics", ContainerPort: 9100}},
		Env: []corev1.EnvVar{
			field("POD_NAME", "metadata.name"),
			field("POD_NAMESPACE", "metadata.namespace"),
			field("POD_IP", "status.podIP"),
			field("NODE_NAME", "spec.nodeName"),
			limit("CPU_LIMIT", "limits.cpu"),
			limit("MEMORY_LIMIT", "limits.memory"),
			{Name: "OWNER", Value: owner},
			{Name: "POD_TEMPLATE_HASH", Value: pod.Labels["pod-template-hash"]},
			{Name: "INTERVAL", Value: "10s"},
			{Name: "LISTEN", Value: ":9100"},
		},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{"cpu": resource.MustParse("10m"), "memory": resource.MustParse("32Mi")},
			Limits:   corev1.ResourceList{"cpu": resource.MustParse("100m"), "memory": resource.MustParse("64Mi")},
		},
		ReadinessProbe: &corev1.Probe{
			ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
				Path: "/ready", Port: intstr.FromString("metrics"), Scheme: corev1.URISchemeHTTP}},
			PeriodSeconds:    5,
			FailureThreshold: 3,
		},
		VolumeMounts: []corev1.VolumeMount{{Name: volume, MountPath: "/etc/podinfo", ReadOnly: true}},
	})
	pod.Spec.Volumes = append(pod.Spec.Volumes, corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
		Projected: &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{{
			DownwardAPI: &corev1.DownwardAPIProjection{Items: []corev1.DownwardAPIVolumeFile{
				{Path: "labels", FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.labels"}},
				{Path: "annotations", FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.annotations"}},
			}}}}}}})
	if pod.Annotations == nil {
		pod.Annotations = map[string]string{}
	}
	pod.Annotations[injected] = "true"
}

func main() {
	port := flag.Int("port", 8443, "port to listen at")
	pki := flag.String("pki", "", "folder with tls.crt and tls.key")
	flag.Parse()
	ctrl.SetLogger(zap.New())
	server := webhook.NewServer(webhook.Options{
		Port: *port, CertDir: filepath.Clean(*pki), CertName: "tls.crt", KeyName: "tls.key"})
	server.Register("/mutate", &webhook.Admission{Handler: &injector{decoder: admission.NewDecoder(scheme.Scheme)}})
	if err := server.Start(ctrl.SetupSignalHandler()); err != nil {
		ctrl.Log.Error(err, "run")
		os.Exit(1)
	}
}
