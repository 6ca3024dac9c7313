package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

const (
	etcd = "http://127.0.0.1:2379/v3/kv/txn" // etcd's gRPC gateway
	// etcd takes 128 operations in a transaction.
	perTransaction = 100
)

// object is one of the API server's, with its key below /registry.
type object struct {
	key   string
	value any
}

// store writes objects into etcd, as the API server would find them there after a restart. It decodes JSON as well as
// its own format, and adds the defaults. To have it receive 54,000 objects would take minutes.
func store(objects []object) error {
	for begin := 0; begin < len(objects); begin += perTransaction {
		if err := transaction(objects[begin:min(begin+perTransaction, len(objects))]); err != nil {
			return err
		}
	}
	return nil
}

func transaction(objects []object) error {
	type put struct {
		Key   []byte `json:"key"`
		Value []byte `json:"value"`
	}
	type operation struct {
		Put put `json:"requestPut"`
	}
	var operations []operation
	for _, o := range objects {
		value, err := json.Marshal(o.value)
		if err != nil {
			return err
		}
		operations = append(operations, operation{put{[]byte("/registry/" + o.key), value}})
	}
	body, err := json.Marshal(map[string]any{"success": operations})
	if err != nil {
		return err
	}
	response, err := http.Post(etcd, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("etcd: %d: %.300s", response.StatusCode, answer)
	}
	return err
}
