#!/usr/bin/env bash
# Starts a real one-node Kubernetes in a network namespace of its own, or says that it is up. What a person reads goes to
# stderr; stdout is one line for the shell:   eval "$(testbed/up.sh)"
#   up.sh --check      only says whether this machine can run it: exit code 3 and the reason if not
#   up.sh --prepare    only installs and builds what is missing
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$TESTBED/parts.sh"

check_machine() {
  [ "$(uname -s)" = Linux ] || cannot "it needs Linux"
  [ "$(id -u)" = 0 ] || cannot "it needs root, for network namespaces, mounts and control groups"
  command -v go >/dev/null || [ -x "$BIN/kwok" ] || cannot "there is no Go on the PATH, and its programs are built from Go modules"
  local hierarchy controller
  parts_group >/dev/null || cannot "there are no control groups below /sys/fs/cgroup"
  for hierarchy in $(hierarchies); do
    { mkdir "$hierarchy/$CGROUP-try" && rmdir "$hierarchy/$CGROUP-try"; } 2>/dev/null || cannot "control groups cannot be made in $hierarchy"
  done
  for controller in cpu memory pids; do
    grep -qw "$controller" /sys/fs/cgroup/cgroup.controllers 2>/dev/null || [ -d "/sys/fs/cgroup/$controller" ] ||
      cannot "the control group controller '$controller' is missing"
  done
}

# Debian's own: the CNI plugins, what kube-proxy, runc's build and the certificates need.
install_packages() {
  local package missing=()
  for package in containernetworking-plugins iptables conntrack iproute2 openssl procps gcc libc6-dev libseccomp-dev pkg-config; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || cannot "there is no apt-get to install ${missing[*]}"
  say "testbed: installing ${missing[*]}"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"; } \
    >"${TMPDIR:-/tmp}/testbed-apt.log" 2>&1 </dev/null || cannot "apt-get could not install ${missing[*]} (${TMPDIR:-/tmp}/testbed-apt.log)"
}

healthy() {
  local part
  for part in "${PARTS[@]}"; do alive "$part" || return 1; done
  kube get --raw /readyz --request-timeout=5s >/dev/null 2>&1 && node_ready
}
node_ready() { kube get node node1 --request-timeout=5s 2>/dev/null | grep -qw Ready; }

check_networks() {
  local network
  for network in "$NODE_IP" "$DNS_IP" "${POD_CIDR%/*}"; do
    if ip -4 route show match "$network" | grep -qv '^default'; then
      die "$network is in use on this machine already: $(ip -4 route show match "$network" | grep -v '^default' | head -n 1)"
    fi
  done
}

make_network() {
  ip netns add "$NETNS"
  ip link add "$VETH" type veth peer name node netns "$NETNS"
  ip -n "$NETNS" link set lo up
  ip -n "$NETNS" addr add "$NODE_IP/24" dev node
  ip -n "$NETNS" link set node up
  # Pods have no way out, and learn so at once.
  ip -n "$NETNS" route add unreachable default
  within sysctl -qw net.ipv4.ip_forward=1
  ip addr add "$CALLER_IP/24" dev "$VETH"
  ip link set "$VETH" up
  ip route add "$POD_CIDR" via "$NODE_IP"
  ip route add "$SERVICE_CIDR" via "$NODE_IP"
}

# What kubelet and the CNI plugins change outside our own folders, so that down.sh can put it back.
remember_machine() {
  local path
  for path in /run/containerd /var/lib/cni /var/lib/kubelet /var/log/containers /var/log/pods; do [ -e "$path" ] || echo "$path"; done >"$STATE/created"
  sysctl vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes \
    >"$STATE/sysctl" 2>/dev/null || true
}

render() {
  local file
  for file in "$TESTBED"/config/*; do
    sed -e "s|@STATE@|$STATE|g; s|@BIN@|$BIN|g; s|@CGROUP@|$CGROUP|g; s|@NODE_IP@|$NODE_IP|g; s|@DNS_IP@|$DNS_IP|g; s|@POD_CIDR@|$POD_CIDR|g" \
      "$file" >"$STATE/config/${file##*/}"
  done
  mv "$STATE/config/cni.conflist" "$STATE/cni/10-testbed.conflist"
}

# name | subject | alternative names
IDENTITIES="
apiserver           /CN=kube-apiserver                                  DNS:kubernetes.default.svc,DNS:kubernetes.default,DNS:kubernetes,DNS:localhost,IP:127.0.0.1,IP:${DNS_IP%.*}.1,IP:$NODE_IP
admin               /O=system:masters/CN=testbed-admin                  DNS:admin
controller-manager  /CN=system:kube-controller-manager                  DNS:controller-manager
scheduler           /CN=system:kube-scheduler                           DNS:scheduler
kube-proxy          /CN=system:kube-proxy                               DNS:kube-proxy
node1               /O=system:nodes/CN=system:node:node1                DNS:node1,IP:$NODE_IP
coredns             /O=system:masters/CN=testbed-coredns                DNS:coredns
metrics-server      /O=system:masters/CN=testbed-metrics-server         DNS:metrics-server
kubelet-client      /O=system:masters/CN=testbed-apiserver-to-kubelet   DNS:kubelet-client
front-proxy         /CN=front-proxy-client                              DNS:front-proxy
"

kubeconfig() { # kubeconfig IDENTITY
  cat <<YAML
apiVersion: v1
kind: Config
clusters: [{name: $CONTEXT, cluster: {server: "https://$NODE_IP:6443", certificate-authority-data: $(base64 -w0 <"$PKI/ca.crt")}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 <"$PKI/$1.crt"), client-key-data: $(base64 -w0 <"$PKI/$1.key")}}]
contexts: [{name: $CONTEXT, context: {cluster: $CONTEXT, user: $1}}]
current-context: $CONTEXT
YAML
}

make_certificates() (
  umask 077
  cd "$PKI"
  local name subject names
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -subj /CN=testbed-ca -days 365 -out ca.crt 2>/dev/null
  openssl genrsa -out sa.key 2048 2>/dev/null
  openssl rsa -in sa.key -pubout -out sa.pub 2>/dev/null
  while read -r name subject names; do
    [ -n "$name" ] || continue
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$name.key" -subj "$subject" -days 365 \
      -CA ca.crt -CAkey ca.key -addext "subjectAltName=$names" -addext extendedKeyUsage=serverAuth,clientAuth \
      -addext basicConstraints=critical,CA:FALSE -out "$name.crt" 2>/dev/null
    kubeconfig "$name" >"$name.kubeconfig"
  done <<<"$IDENTITIES"
  cp admin.kubeconfig "$STATE/kubeconfig"
)

load_images() {
  local images image
  images=$("$TESTBED/image.sh")
  for image in $images; do await 20 "import of $image" "$TESTBED/load-image.sh" "$image"; done
}

check_machine
case ${1:-} in
  --check) exit ;;
  --prepare) install_packages; exec "$TESTBED/build.sh" ;;
esac
lock
if healthy; then
  [ "$(cat "$STATE/key")" = "$(key)" ] || say "testbed: the one that is up has other programs than this version pins; to change: make testbed-down testbed"
  load_images # the test workload may have changed since
  say "testbed: already up (metrics every $(cat "$STATE/metric-resolution"))"
  echo "export KUBECONFIG=$STATE/kubeconfig"
  exit 0
fi
install_packages
"$TESTBED/build.sh"

began=$(date +%s%N)
"$TESTBED/down.sh" --locked # what a crash or a reboot has left
check_networks
make_groups
mkdir -p "$STATE"/{pki,log,run,config,cni}
chmod 700 "$STATE"
key >"$STATE/key"
ln -s "$BIN" "$STATE/bin"
echo "${METRIC_RESOLUTION:-15s}" >"$STATE/metric-resolution"
remember_machine
make_network
render
start_etcd
make_certificates
start_apiserver
start_containerd
await 20 containerd test -S "$STATE/containerd.sock"
load_images
await 60 "API server" kube get --raw /readyz
start_controller-manager
start_scheduler
start_kubelet
start_kube-proxy
kube apply -f "$STATE/config/addons.yaml" >/dev/null
start_coredns
start_metrics-server
await 60 "node" node_ready
await 20 "service account" kube get serviceaccount default
say "testbed: up in $((($(date +%s%N) - began) / 1000000)) ms; programs (kubectl, helm, ctr) in $BIN; logs in $STATE/log"
echo "export KUBECONFIG=$STATE/kubeconfig"
