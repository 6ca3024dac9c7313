// Package reviews makes the AdmissionReviews that the benchmarks send: what a kube-apiserver sends for a pod that a
// ReplicaSet creates, after the built-in admission plugins (volume of the service account, tolerations, priority) and
// before the pod has a name or a UID.
package reviews

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	authv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// UID of every review made here; whoever sends it again replaces it.
const UID = "0b4a3c5e-9a55-4a1e-8f3e-2f7f8f1f5a01"

// Enabled is the annotation by which a pod asks for the sidecar.
const Enabled = "metrics-sidecar/enabled"

const (
	hash  = "7c9d8f6b5c"
	owner = "5a0f3f5e-6f0b-4b0e-9f57-0d8f1f6f2b11"
)

// Review is one of the sizes that are measured.
type Review struct {
	Name string
	JSON []byte
}

// All has a pod of one container with little in it, 2 KB, and one of five containers with everything, 64 KB.
func All() []Review {
	large := pod(5, 48, 16)
	fill(large)
	return []Review{{"2 KB", review(pod(1, 2, 0))}, {"64 KB", review(large)}}
}

func review(pod *corev1.Pod) []byte {
	gvk := metav1.GroupVersionKind{Version: "v1", Kind: "Pod"}
	gvr := metav1.GroupVersionResource{Version: "v1", Resource: "pods"}
	return encode(admissionv1.AdmissionReview{
		TypeMeta: metav1.TypeMeta{Kind: "AdmissionReview", APIVersion: "admission.k8s.io/v1"},
		Request: &admissionv1.AdmissionRequest{
			UID: UID, Kind: gvk, Resource: gvr, RequestKind: &gvk, RequestResource: &gvr,
			Namespace: "default", Operation: admissionv1.Create,
			UserInfo: authv1.UserInfo{
				Username: "system:serviceaccount:kube-system:replicaset-controller",
				UID:      "7d3c1e0a-3d4b-4c7b-8b37-6b0f6f8f9c21",
				Groups:   []string{"system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"},
			},
			Object: runtime.RawExtension{Raw: encode(pod)}, DryRun: new(false),
			Options: runtime.RawExtension{Raw: []byte(`{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}`)},
		}})
}

func encode(value any) []byte {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err) // of constants only
	}
	return b
}

func pod(containers, variables, volumes int) *corev1.Pod {
	pod := &corev1.Pod{
		TypeMeta: metav1.TypeMeta{Kind: "Pod", APIVersion: "v1"},
		ObjectMeta: metav1.ObjectMeta{
			GenerateName: "demo-" + hash + "-", Namespace: "default",
			Labels:      map[string]string{"app": "demo", "pod-template-hash": hash},
			Annotations: map[string]string{Enabled: "true"},
			OwnerReferences: []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "demo-" + hash,
				UID: owner, Controller: new(true), BlockOwnerDeletion: new(true)}},
		},
		Spec: corev1.PodSpec{
			Volumes: []corev1.Volume{{Name: "kube-api-access-x7k2p", VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{
				Sources: []corev1.VolumeProjection{
					{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{ExpirationSeconds: new(int64(3607)), Path: "token"}},
					{ConfigMap: &corev1.ConfigMapProjection{LocalObjectReference: corev1.LocalObjectReference{Name: "kube-root-ca.crt"},
						Items: []corev1.KeyToPath{{Key: "ca.crt", Path: "ca.crt"}}}},
				}, DefaultMode: new(int32(420))}}}},
			RestartPolicy: corev1.RestartPolicyAlways, TerminationGracePeriodSeconds: new(int64(30)), DNSPolicy: corev1.DNSClusterFirst,
			ServiceAccountName: "demo", DeprecatedServiceAccount: "demo", SecurityContext: &corev1.PodSecurityContext{},
			SchedulerName: "default-scheduler", Priority: new(int32(0)), EnableServiceLinks: new(true),
			PreemptionPolicy: new(corev1.PreemptLowerPriority),
		},
	}
	for i := range volumes {
		volume := corev1.Volume{Name: fmt.Sprintf("data-%02d", i)}
		if i%2 == 0 {
			volume.ConfigMap = &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: fmt.Sprintf("files-%02d", i)}, DefaultMode: new(int32(420))}
		} else {
			volume.EmptyDir = &corev1.EmptyDirVolumeSource{SizeLimit: new(resource.MustParse("64Mi"))}
		}
		pod.Spec.Volumes = append(pod.Spec.Volumes, volume)
	}
	for _, name := range []string{"web", "worker", "cache", "gateway", "reporter"}[:containers] {
		pod.Spec.Containers = append(pod.Spec.Containers, container(name, variables, volumes))
	}
	return pod
}

func container(name string, variables, mounts int) corev1.Container {
	c := corev1.Container{
		Name: name, Image: "demo/" + name + ":1.4.2", ImagePullPolicy: corev1.PullIfNotPresent,
		Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8080, Protocol: corev1.ProtocolTCP}},
		Resources: corev1.ResourceRequirements{
			Limits:   corev1.ResourceList{"cpu": resource.MustParse("500m"), "memory": resource.MustParse("256Mi")},
			Requests: corev1.ResourceList{"cpu": resource.MustParse("100m"), "memory": resource.MustParse("128Mi")},
		},
		TerminationMessagePath: "/dev/termination-log", TerminationMessagePolicy: corev1.TerminationMessageReadFile,
		VolumeMounts: []corev1.VolumeMount{{Name: "kube-api-access-x7k2p", ReadOnly: true,
			MountPath: "/var/run/secrets/kubernetes.io/serviceaccount"}},
	}
	for i := range variables {
		v := corev1.EnvVar{Name: fmt.Sprintf("%s_SETTING_%03d", strings.ToUpper(name), i)}
		key := fmt.Sprintf("key-%03d", i)
		switch i % 4 {
		case 0:
			v.ValueFrom = &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
				LocalObjectReference: corev1.LocalObjectReference{Name: name + "-credentials"}, Key: key}}
		case 1:
			v.ValueFrom = &corev1.EnvVarSource{ConfigMapKeyRef: &corev1.ConfigMapKeySelector{
				LocalObjectReference: corev1.LocalObjectReference{Name: name + "-config"}, Key: key, Optional: new(true)}}
		default:
			v.Value = fmt.Sprintf("https://backend-%03d.demo.svc:8443/v1/%s?mode=%d&label=\"a\"", i, name, i)
		}
		c.Env = append(c.Env, v)
	}
	for i := range mounts {
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{
			Name: fmt.Sprintf("data-%02d", i), MountPath: fmt.Sprintf("/srv/%s/data-%02d", name, i)})
	}
	return c
}

// fill adds what the large pod has besides more of everything: commands, probes, tolerations, managedFields.
func fill(pod *corev1.Pod) {
	for i := range pod.Spec.Containers {
		c := &pod.Spec.Containers[i]
		probe := &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: "/health", Port: intstr.FromInt32(8080), Scheme: corev1.URISchemeHTTP}},
			TimeoutSeconds: 1, PeriodSeconds: 10, SuccessThreshold: 1, FailureThreshold: 3}
		c.ReadinessProbe, c.LivenessProbe = probe, probe
		c.Command, c.Args = []string{"/app/" + c.Name}, []string{"--config=/etc/" + c.Name + "/config.yaml", "--log-format=json"}
	}
	for _, key := range []string{"not-ready", "unreachable"} {
		pod.Spec.Tolerations = append(pod.Spec.Tolerations, corev1.Toleration{Key: "node.kubernetes.io/" + key,
			Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute, TolerationSeconds: new(int64(300))})
	}
	at := metav1.NewTime(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	pod.ManagedFields = []metav1.ManagedFieldsEntry{{Manager: "kube-controller-manager", Operation: metav1.ManagedFieldsOperationUpdate,
		APIVersion: "v1", Time: &at, FieldsType: "FieldsV1", FieldsV1: &metav1.FieldsV1{Raw: encode(fields(pod))}}}
}

func fields(pod *corev1.Pod) map[string]any {
	leaf := map[string]any{}
	containers := map[string]any{}
	for _, c := range pod.Spec.Containers {
		variables, mounts := map[string]any{".": leaf}, map[string]any{".": leaf}
		for _, v := range c.Env {
			variables[named("name", v.Name)] = map[string]any{".": leaf, "f:name": leaf, "f:value": leaf}
		}
		for _, m := range c.VolumeMounts[1:] {
			mounts[named("mountPath", m.MountPath)] = map[string]any{".": leaf, "f:mountPath": leaf, "f:name": leaf}
		}
		containers[named("name", c.Name)] = map[string]any{".": leaf, "f:args": leaf, "f:command": leaf, "f:env": variables,
			"f:image": leaf, "f:imagePullPolicy": leaf, "f:name": leaf, "f:volumeMounts": mounts}
	}
	volumes := map[string]any{".": leaf}
	for _, v := range pod.Spec.Volumes[1:] {
		volumes[named("name", v.Name)] = map[string]any{".": leaf, "f:name": leaf}
	}
	return map[string]any{
		"f:metadata": map[string]any{
			"f:annotations": map[string]any{".": leaf, "f:" + Enabled: leaf}, "f:generateName": leaf,
			"f:labels":          map[string]any{".": leaf, "f:app": leaf, "f:pod-template-hash": leaf},
			"f:ownerReferences": map[string]any{".": leaf, named("uid", owner): leaf}},
		"f:spec": map[string]any{
			"f:containers": containers, "f:dnsPolicy": leaf, "f:restartPolicy": leaf, "f:schedulerName": leaf, "f:serviceAccount": leaf,
			"f:serviceAccountName": leaf, "f:terminationGracePeriodSeconds": leaf, "f:volumes": volumes}}
}

func named(key, value string) string { return "k:" + string(encode(map[string]string{key: value})) }
