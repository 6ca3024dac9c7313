#!/usr/bin/env bash
# Builds the testbed's programs from Go modules, each pinned in tools/<tool>, into a cache outside the repository.
#   build.sh            all that are missing, one line a program with its seconds
#   build.sh NAME...    only these, for example: build.sh helm
#   build.sh --bin      prints the folder they are in
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "${1:-}" != --bin ] || { echo "$BIN"; exit 0; }

# program | tool | package below the tool's module | cgo | tags
PROGRAMS='
etcd                     etcd            -                            0 -
kube-apiserver           kube            cmd/kube-apiserver           0 -
kube-controller-manager  kube            cmd/kube-controller-manager  0 -
kube-scheduler           kube            cmd/kube-scheduler           0 -
kubelet                  kube            cmd/kubelet                  0 -
kube-proxy               kube            cmd/kube-proxy               0 -
kubectl                  kube            cmd/kubectl                  0 -
containerd               containerd      cmd/containerd               0 -
containerd-shim-runc-v2  containerd      cmd/containerd-shim-runc-v2  0 -
ctr                      containerd      cmd/ctr                      0 -
runc                     runc            -                            1 seccomp
coredns                  coredns         -                            0 -
metrics-server           metrics-server  cmd/metrics-server           0 -
helm                     helm            cmd/helm                     0 -
kwok                     kwok            cmd/kwok                     0 -
'

module() { # the module that tools/TOOL/go.mod pins, and its version
  case $1 in
    etcd) echo go.etcd.io/etcd/server/v3 ;;
    kube) echo k8s.io/kubernetes ;;
    containerd) echo github.com/containerd/containerd/v2 ;;
    runc) echo github.com/opencontainers/runc ;;
    coredns) echo github.com/coredns/coredns ;;
    metrics-server) echo sigs.k8s.io/metrics-server ;;
    helm) echo helm.sh/helm/v3 ;;
    kwok) echo sigs.k8s.io/kwok ;;
  esac
}
version() { awk -v m="$(module "$1")" '$1 == m || $2 == m { for (i = 1; i <= NF; i++) if ($i ~ /^v[0-9]/) { print substr($i, 2); exit } }' "$TESTBED/tools/$1/go.mod"; }

# Programs that print or compare their version take it from the linker; without it helm renders charts for Kubernetes 1.20.
link_flags() {
  local v=$2 kube
  kube=$(version kube)
  printf -- '-s -w'
  case $1 in
    kube) printf -- ' -X k8s.io/component-base/version.%s' "gitVersion=v$v" gitMajor=1 "gitMinor=$(echo "$v" | cut -d. -f2)" ;;
    helm) printf -- ' -X helm.sh/helm/v3/%s' "internal/version.version=v$v" \
      {pkg/chartutil,pkg/lint/rules}.k8sVersionMajor=1 {pkg/chartutil,pkg/lint/rules}.k8sVersionMinor="$(echo "$kube" | cut -d. -f2)" ;;
  esac
}

rows=$(echo "$PROGRAMS" | awk -v want=" $* " 'NF && (want == "  " || index(want, " " $1 " "))')
missing=$(echo "$rows" | while read -r name _; do [ -x "$BIN/$name" ] || echo "$name"; done)
[ -n "$missing" ] || exit 0

command -v go >/dev/null || cannot "there is no Go on the PATH, and its programs are built from Go modules"
need=$(sed -n "s/^go //p" "$TESTBED"/tools/*/go.mod | sort -V | tail -n 1)
have=$(go env GOVERSION | sed 's/^go//')
[ "$(printf '%s\n' "$need" "$have" | sort -V | head -n 1)" = "$need" ] || cannot "Go is $have and its programs need $need or newer"

mkdir -p "$BIN"
exec 8>"$CACHE/build.lock"
flock -n 8 || { say "testbed: another build is running, waiting for it"; flock 8; }

total=$(echo "$rows" | wc -l) n=0 began=$SECONDS
[ "$total" -eq 1 ] || say "Building the testbed's programs: about 15 minutes on 2 cores the first time, then kept in $CACHE"
while read -r name tool package cgo tags; do
  n=$((n + 1))
  [ ! -x "$BIN/$name" ] || continue
  v=$(version "$tool") import=$(module "$tool") started=$SECONDS
  [ "$package" = - ] || import=$import/$package
  printf '[%s/%s] %s %s ... ' "$n" "$total" "$name" "$v" >&2
  args=(-mod=readonly -trimpath -buildvcs=false -ldflags "$(link_flags "$tool" "$v")" -o "$BIN/.$name")
  [ "$tags" = - ] || args+=(-tags "$tags")
  if ! (cd "$TESTBED/tools/$tool" && GOFLAGS='' GOWORK=off CGO_ENABLED=$cgo go build "${args[@]}" "$import") >"$CACHE/build.log" 2>&1; then
    say "FAILED"
    grep -v '^go: downloading' "$CACHE/build.log" | tail -n 20 >&2
    exit 1
  fi
  mv "$BIN/.$name" "$BIN/$name"
  say "$((SECONDS - started)) s"
done <<<"$rows"
[ "$total" -eq 1 ] || say "Built in $((SECONDS - began)) s"
