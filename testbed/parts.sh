# shellcheck shell=bash
# How each part is started: one function a part, named start_<part>. Needs lib.sh.

# shellcheck disable=SC2034
PARTS=(etcd apiserver controller-manager scheduler containerd kubelet kube-proxy coredns metrics-server)
PKI=$STATE/pki

start_etcd() {
  run etcd "$STATE/bin/etcd" --data-dir "$STATE/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380
}

# Aggregator routing sends calls of webhooks and of metrics-server to endpoints, not to Service addresses;
# InternalIP is the only address of the node that resolves, and `kubectl logs` and `exec` need it.
start_apiserver() {
  run apiserver "$STATE/bin/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 \
    --bind-address=0.0.0.0 --advertise-address="$NODE_IP" --secure-port=6443 \
    --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" --client-ca-file="$PKI/ca.crt" \
    --service-cluster-ip-range="$SERVICE_CIDR" --allow-privileged=true \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$PKI/sa.pub" --service-account-signing-key-file="$PKI/sa.key" \
    --kubelet-client-certificate="$PKI/kubelet-client.crt" --kubelet-client-key="$PKI/kubelet-client.key" \
    --kubelet-preferred-address-types=InternalIP \
    --enable-aggregator-routing=true \
    --proxy-client-cert-file="$PKI/front-proxy.crt" --proxy-client-key-file="$PKI/front-proxy.key" \
    --requestheader-client-ca-file="$PKI/ca.crt" --requestheader-allowed-names=front-proxy-client \
    --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
    --requestheader-extra-headers-prefix=X-Remote-Extra- \
    --audit-policy-file="$STATE/config/audit.yaml" --audit-log-path="$STATE/log/audit.log" \
    --audit-log-maxsize=200 --audit-log-maxbackup=5
}

start_controller-manager() {
  local config=$PKI/controller-manager.kubeconfig
  run controller-manager "$STATE/bin/kube-controller-manager" --bind-address=127.0.0.1 --leader-elect=false \
    --kubeconfig="$config" --authentication-kubeconfig="$config" --authorization-kubeconfig="$config" \
    --use-service-account-credentials --service-account-private-key-file="$PKI/sa.key" --root-ca-file="$PKI/ca.crt" \
    --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key"
}

start_scheduler() {
  local config=$PKI/scheduler.kubeconfig
  run scheduler "$STATE/bin/kube-scheduler" --bind-address=127.0.0.1 --leader-elect=false \
    --kubeconfig="$config" --authentication-kubeconfig="$config" --authorization-kubeconfig="$config"
}

start_containerd() {
  run containerd env PATH="$STATE/bin:$PATH" "$STATE/bin/containerd" --config "$STATE/config/containerd.toml"
}

start_kubelet() {
  run kubelet "$STATE/bin/kubelet" --config "$STATE/config/kubelet.yaml" --kubeconfig "$PKI/node1.kubeconfig" \
    --root-dir "$STATE/kubelet" --hostname-override node1 --node-ip "$NODE_IP"
}

start_kube-proxy() {
  run kube-proxy "$STATE/bin/kube-proxy" --config "$STATE/config/kube-proxy.yaml" --hostname-override node1
}

start_coredns() {
  run coredns "$STATE/bin/coredns" -conf "$STATE/config/Corefile"
}

# 15 s is the value of metrics-server's own manifest; its minimum is 10 s.
start_metrics-server() {
  local config=$PKI/metrics-server.kubeconfig
  run metrics-server "$STATE/bin/metrics-server" --secure-port 4443 --cert-dir "$STATE/metrics-server" \
    --kubeconfig "$config" --authentication-kubeconfig "$config" --authorization-kubeconfig "$config" \
    --kubelet-insecure-tls --kubelet-preferred-address-types InternalIP \
    --metric-resolution "${METRIC_RESOLUTION:-$(cat "$STATE/metric-resolution" 2>/dev/null || echo 15s)}"
}
