# shellcheck shell=bash
# Starts the cluster that run.sh scale measures in: etcd and kube-apiserver, with the chart installed as it is. No
# controller-manager and no scheduler: Deployments, ReplicaSets and pods are those that the benchmark writes, and stay
# as they are. kwok plays the kubelets. Sourced by run.sh, whose variables it uses.
bin=$("$here/../testbed/build.sh" --bin)
export KUBECONFIG=$work/kubeconfig

cat >"$KUBECONFIG" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: bench, cluster: {server: "https://$address:6443", certificate-authority: $work/pki/ca.crt}}]
users: [{name: admin, user: {client-certificate: $work/pki/admin.crt, client-key: $work/pki/admin.key}}]
contexts: [{name: bench, context: {cluster: bench, user: admin}}]
current-context: bench
YAML

rm -rf "$work/etcd.data"
"$bin/etcd" --data-dir "$work/etcd.data" --unsafe-no-fsync --log-level warn --quota-backend-bytes $((8 << 30)) >"$work/etcd.log" 2>&1 &
"$bin/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 --bind-address=0.0.0.0 --advertise-address="$address" --secure-port=6443 \
  --tls-cert-file="$work/pki/tls.crt" --tls-private-key-file="$work/pki/tls.key" --client-ca-file="$work/pki/ca.crt" \
  --service-cluster-ip-range=10.96.0.0/16 --authorization-mode=RBAC --service-account-issuer=https://kubernetes.default.svc \
  --service-account-key-file="$work/pki/sa.pub" --service-account-signing-key-file="$work/pki/sa.key" \
  --enable-aggregator-routing=true >"$work/kube-apiserver.log" 2>&1 &
for _ in $(seq 600); do
  ! "$bin/kubectl" get --raw /readyz >/dev/null 2>&1 || break
  sleep 0.2
done
"$bin/helm" upgrade --install metrics-sidecar "$here/../charts/metrics-sidecar" --namespace metrics-sidecar --create-namespace >"$work/helm.log"
"$bin/kwok" --kubeconfig "$KUBECONFIG" --manage-all-nodes --cidr 10.64.0.0/10 --node-ip "$address" >"$work/kwok.log" 2>&1 &
