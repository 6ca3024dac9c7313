package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"bench/reviews"
)

// Connections that a kube-apiserver keeps open to a webhook when they are idle (client-go, transport/cache.go).
const idleConnections = 25

// client sends reviews as a kube-apiserver does (k8s.io/apiserver v0.36, pkg/util/webhook and
// pkg/admission/plugin/webhook/mutating): POST over HTTP/1.1 on connections that are kept, without resuming TLS sessions,
// with the timeout of the configuration as a parameter.
type client struct {
	http    *http.Client
	url     string
	timeout time.Duration
}

func newClient(pki, address string, timeout time.Duration) (*client, error) {
	authority, err := os.ReadFile(filepath.Join(pki, "ca.crt"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	return &client{
		http: &http.Client{Transport: &http.Transport{
			TLSClientConfig:     &tls.Config{NextProtos: []string{"http/1.1"}, RootCAs: roots},
			MaxIdleConnsPerHost: idleConnections,
			TLSHandshakeTimeout: 10 * time.Second,
			TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
		}},
		url:     fmt.Sprintf("https://%s/mutate?timeout=%s", address, timeout),
		timeout: timeout,
	}, nil
}

// one sends a review that is due now, and fails unless the answer is a patch for it.
func (c *client) one(review []byte, due time.Time) error {
	uid := newUID()
	ctx, cancel := context.WithDeadline(context.Background(), due.Add(c.timeout))
	defer cancel()
	body := bytes.Replace(review, []byte(reviews.UID), []byte(uid), 1)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json, */*")
	request.Header.Set("User-Agent", "kube-apiserver-admission")
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d: %.200s", response.StatusCode, answer)
	}
	return check(answer, uid)
}

func check(answer []byte, uid string) error {
	var review struct {
		Kind     string
		Response *struct {
			UID       string
			Allowed   bool
			Patch     []byte
			PatchType string
		}
	}
	if err := json.Unmarshal(answer, &review); err != nil {
		return err
	}
	r := review.Response
	switch {
	case review.Kind != "AdmissionReview" || r == nil:
		return errors.New("not an answer to a review")
	case r.UID != uid:
		return fmt.Errorf("answer to %q instead of %q", r.UID, uid)
	case !r.Allowed || len(r.Patch) == 0 || r.PatchType != "JSONPatch":
		return errors.New("the pod was not injected")
	}
	return nil
}

func newUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// outcome is of a number of reviews.
type outcome struct {
	latencies []time.Duration
	failures  []error
	mutex     sync.Mutex
}

func (o *outcome) add(latency time.Duration, err error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.latencies = append(o.latencies, latency)
	if err != nil {
		o.failures = append(o.failures, err)
	}
}

func (o *outcome) answered() int { return len(o.latencies) - len(o.failures) }

// percentile of the latencies, failures included, by nearest rank.
func (o *outcome) percentile(share float64) time.Duration {
	if len(o.latencies) == 0 {
		return 0
	}
	slices.Sort(o.latencies)
	return o.latencies[min(int(share*float64(len(o.latencies))), len(o.latencies)-1)]
}

// closed keeps a number of connections busy for some time.
func (c *client) closed(review []byte, connections int, duration time.Duration) *outcome {
	result := &outcome{}
	began := time.Now()
	var workers sync.WaitGroup
	for range connections {
		workers.Go(func() {
			for time.Since(began) < duration {
				due := time.Now()
				err := c.one(review, due)
				result.add(time.Since(due), err)
			}
		})
	}
	workers.Wait()
	return result
}

// burst sends a number of reviews at once, each on a connection of its own as long as none is idle.
func (c *client) burst(review []byte, count int) *outcome {
	result := &outcome{}
	due := time.Now()
	var workers sync.WaitGroup
	for range count {
		workers.Go(func() {
			err := c.one(review, due)
			result.add(time.Since(due), err)
		})
	}
	workers.Wait()
	return result
}
