package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// inject serves an admission webhook such as a service mesh has: it adds a container, an init container before all others,
// a volume and an annotation, each named after it, to every pod that has no container of its name yet.
func inject(ctx context.Context, name, image string) error {
	server := &http.Server{Addr: ":8443", ReadHeaderTimeout: 5 * time.Second}
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 6<<20))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var review review
		if err := json.Unmarshal(body, &review); err != nil || review.Request == nil {
			http.Error(w, "not a review", http.StatusBadRequest)
			return
		}
		answer := answer{UID: review.Request.UID, Allowed: true}
		if patch := review.Request.Object.patch(name, image); patch != nil {
			answer.PatchType = "JSONPatch"
			answer.Patch, _ = json.Marshal(patch)
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]any{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": answer})
	})
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		server.Shutdown(grace)
	}()
	if err := server.ListenAndServeTLS(os.Getenv("TLS_CERT"), os.Getenv("TLS_KEY")); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

type review struct {
	Request *struct {
		UID    string `json:"uid"`
		Object pod    `json:"object"`
	} `json:"request"`
}

type answer struct {
	UID       string `json:"uid"`
	Allowed   bool   `json:"allowed"`
	PatchType string `json:"patchType,omitempty"`
	Patch     []byte `json:"patch,omitempty"`
}

type named struct {
	Name string `json:"name"`
}

// pod is what a patch has to know of one; what is there is never sent back.
type pod struct {
	Metadata struct {
		Annotations map[string]string `json:"annotations"`
	} `json:"metadata"`
	Spec struct {
		Containers     []named `json:"containers"`
		InitContainers []named `json:"initContainers"`
		Volumes        []named `json:"volumes"`
	} `json:"spec"`
}

type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

func (p *pod) patch(name, image string) []operation {
	for _, container := range p.Spec.Containers {
		if container.Name == name {
			return nil
		}
	}
	restricted := map[string]any{"allowPrivilegeEscalation": false, "capabilities": map[string]any{"drop": []string{"ALL"}}}
	container := map[string]any{
		"name": name, "image": image, "imagePullPolicy": "IfNotPresent", "securityContext": restricted,
		"env":          []any{map[string]any{"name": "ADDRESS", "value": ":8181"}},
		"resources":    resources(),
		"volumeMounts": []any{map[string]any{"name": name, "mountPath": "/injected"}},
	}
	first := map[string]any{
		"name": name + "-init", "image": image, "imagePullPolicy": "IfNotPresent", "securityContext": restricted,
		"env": []any{map[string]any{"name": "EXIT_AFTER", "value": "0"}}, "resources": resources(),
	}
	volume := map[string]any{"name": name, "emptyDir": map[string]any{}}
	return []operation{
		{"add", "/spec/containers/-", container},
		into("/spec/initContainers", "/0", len(p.Spec.InitContainers), first),
		into("/spec/volumes", "/-", len(p.Spec.Volumes), volume),
		annotate(p.Metadata.Annotations, "injected-by/"+name),
	}
}

func resources() map[string]any {
	return map[string]any{
		"requests": map[string]any{"cpu": "5m", "memory": "16Mi"},
		"limits":   map[string]any{"cpu": "100m", "memory": "64Mi"},
	}
}

// into adds to an array, or makes it where it is missing or empty.
func into(array, position string, length int, value any) operation {
	if length == 0 {
		return operation{"add", array, []any{value}}
	}
	return operation{"add", array + position, value}
}

func annotate(annotations map[string]string, key string) operation {
	if len(annotations) == 0 {
		return operation{"add", "/metadata/annotations", map[string]string{key: "true"}}
	}
	return operation{"add", "/metadata/annotations/" + strings.ReplaceAll(key, "/", "~1"), "true"}
}
