#!/usr/bin/env bash
# Measures the images in dist/ on this machine, and prints a table.
#   run.sh admission [FLAG...]   reviews, beside an injector in Go
#   run.sh start [FLAG...]       the start of a sidecar below limits of CPU
#   run.sh scale [FLAG...]       webhook and controller in a large cluster: etcd, kube-apiserver and kwok, nothing else
# Flags are those of the program in tools/; `run.sh admission -h` lists them. BENCH_WORK is the folder for programs and logs.
#
# All of it runs in namespaces of its own for network, mounts and processes: no port can be taken, and with the last
# process everything is gone.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
what=${1:?admission, start or scale}
work=${BENCH_WORK:-$here/target/run}
address=10.20.0.1 # of this machine in the network namespace; an endpoint of a Service must not be a loopback address
group=metrics-sidecar-bench

cannot() {
  echo "THE BENCHMARK CANNOT RUN HERE: $*." >&2
  exit 3
}

check() {
  [ "$(uname -s)" = Linux ] || cannot "it needs Linux"
  [ "$(id -u)" = 0 ] || cannot "it needs root, for control groups, namespaces and mounts"
  command -v go >/dev/null || cannot "there is no Go on the PATH"
  local need program
  need=$(sed -n 's/^go //p' "$here/tools/go.mod")
  [ "$(printf '%s\n' "$need" "$(go env GOVERSION | sed 's/^go//')" | sort -V | head -n 1)" = "$need" ] || cannot "Go is $(go env GOVERSION) and it needs $need or newer"
  [ "$(nproc)" -ge 2 ] || cannot "it needs two cores, one for what is measured and one for the load"
  for program in unshare ip openssl taskset tar; do
    command -v "$program" >/dev/null || cannot "the program '$program' is missing"
  done
  [ -f /sys/fs/cgroup/cgroup.controllers ] || [ -d /sys/fs/cgroup/cpu ] || cannot "there is no control group controller 'cpu'"
}

build() {
  local program
  for program in "$@"; do
    (cd "$here/tools" && GOFLAGS='' GOWORK=off CGO_ENABLED=0 go build -mod=readonly -trimpath -buildvcs=false -o "$work/$program" "./$program")
  done
}

unpack() { # unpack IMAGE FOLDER: the image's file system, with a place for what a runtime mounts
  local archive=$here/../dist/$1.tar root=$work/$2 layers layer
  [ -f "$archive" ] || cannot "$archive is missing: make images"
  rm -rf "$root" "$root.layers"
  mkdir -p "$root" "$root.layers"
  tar -xf "$archive" -C "$root.layers"
  layers=$(grep -o '"Layers":\[[^]]*' "$root.layers/manifest.json" | grep -o '"[^",]*layer.tar"' | tr -d '"')
  for layer in $layers; do tar -xf "$root.layers/$layer" -C "$root"; done
  rm -rf "$root.layers"
  mkdir -p "$root"/{proc,sys,dev,pki,var/run/secrets/kubernetes.io/serviceaccount}
  chmod 1777 "$root/tmp"
}

certificates() { # for the servers that are measured, and for the API server
  local pki=$work/pki
  mkdir -p "$pki"
  (cd "$pki"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -subj /CN=bench-ca -days 2 -out ca.crt
    openssl genrsa -out sa.key 2048
    openssl rsa -in sa.key -pubout -out sa.pub
    local name subject
    while read -r name subject; do
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$name.key" -subj "$subject" -days 2 \
        -CA ca.crt -CAkey ca.key -addext "subjectAltName=IP:127.0.0.1,IP:$address,DNS:kubernetes.default.svc" \
        -addext extendedKeyUsage=serverAuth,clientAuth -addext basicConstraints=critical,CA:FALSE -out "$name.crt"
    done <<<"tls /CN=bench
admin /O=system:masters/CN=bench-admin") 2>/dev/null
  chmod 644 "$pki"/*
}

if [ "${2:-}" != --within ]; then
  check
  mkdir -p "$work"
  rm -f "$work"/*.log
  case $what in
    admission) build admission baseline && unpack metrics-sidecar-controller webhook ;;
    start) build start && unpack metrics-sidecar sidecar ;;
    scale)
      "$here/../testbed/build.sh" etcd kube-apiserver kubectl helm kwok
      build scale && unpack metrics-sidecar-controller webhook && rm -rf "$work/controller" && cp -al "$work/webhook" "$work/controller"
      ;;
    *) cannot "'$what' is none of admission, start and scale" ;;
  esac
  certificates
  trap 'find /sys/fs/cgroup -depth -path "*/$group*" -type d -exec rmdir {} + 2>/dev/null || true' EXIT
  echo "$(nproc) cores, $(free -g | awk '/^Mem/{print $2}') GiB, $(date -u +%F), load before: $(cut -d' ' -f1-3 /proc/loadavg)" >&2
  unshare --mount --net --pid --fork --mount-proc --kill-child "$0" "$what" --within "${@:2}"
  exit
fi

ip link set lo up
ip address add "$address/32" dev lo
for root in webhook controller sidecar; do
  [ -d "$work/$root" ] || continue
  mount -t proc proc "$work/$root/proc"
  mount --rbind /sys "$work/$root/sys"
  mount --rbind /dev "$work/$root/dev"
  mount --bind "$work/pki" "$work/$root/pki"
done
case $what in
  admission | start) taskset -c 1 "$work/$what" -work "$work" -values "$here/../charts/metrics-sidecar/values.yaml" "${@:3}" ;;
  scale) . "$here/cluster.sh" && "$work/scale" -work "$work" -address "$address" "${@:3}" ;;
esac
