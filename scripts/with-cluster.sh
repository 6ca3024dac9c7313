#!/usr/bin/env bash
# Runs a command against a cluster that has our images: with-cluster.sh COMMAND...   (--check: only whether that can be)
# The cluster is the one KUBECONFIG names. If it is unset the testbed is started, and ended afterwards unless it was up
# before or KEEP=1. A cluster that is not the testbed, kind or minikube is left alone without CLUSTER_OK=<its context>.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
archives=(dist/metrics-sidecar.tar dist/metrics-sidecar-controller.tar)

if [ -z "${KUBECONFIG:-}" ]; then
  testbed/up.sh --check
  [ "${1:-}" != --check ] || exit 0
  was_up=$([ ! -e /run/netns/metrics-sidecar-testbed ] || echo yes)
  variables=$(testbed/up.sh)
  eval "$variables"
  if [ -z "$was_up" ] && [ "${KEEP:-}" != 1 ]; then
    trap testbed/down.sh EXIT
    trap 'exit 130' INT TERM
  else
    trap 'echo "The testbed stays up: $variables   (make testbed-down ends it)"' EXIT
  fi
fi

[ ! -d /var/lib/metrics-sidecar-testbed/bin ] || PATH=$PATH:/var/lib/metrics-sidecar-testbed/bin
command -v kubectl >/dev/null || { echo "kubectl is needed on the PATH" >&2; exit 1; }
context=$(kubectl config current-context)
server=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}')
case $context in
  metrics-sidecar-testbed) kind=testbed ;;
  kind-*) kind=kind ;;
  minikube) kind=minikube ;;
  *)
    kind=other
    if [ "${CLUSTER_OK:-}" != "$context" ]; then
      echo "KUBECONFIG leads to context '$context' at $server, which is neither the testbed nor kind nor minikube." >&2
      echo "Nothing was done. If this is where the tests may create and delete things: CLUSTER_OK='$context'" >&2
      exit 1
    fi
    [ -n "${IMAGE_PREFIX:-}" ] || { echo "IMAGE_PREFIX must name the registry, ending in /, that has the images for $context" >&2; exit 1; }
    ;;
esac
[ "${1:-}" != --check ] || exit 0

if [ -z "${IMAGE_PREFIX:-}" ]; then
  # First, as it has the names of ours.
  [ -z "${FORMER_RELEASE:-}" ] || [ "$kind" != testbed ] || TAG=former testbed/load-image.sh "$FORMER_RELEASE"/images/*.tar
  if [ "$kind" != testbed ]; then # the testbed has the test workload already
    mapfile -t workload < <(testbed/image.sh)
    archives+=("${workload[-1]}")
  fi
  for archive in "${archives[@]}"; do
    [ -f "$archive" ] || { echo "$archive is missing: make images" >&2; exit 1; }
    case $kind in
      testbed) testbed/load-image.sh "$archive" ;;
      kind) kind load image-archive "$archive" --name "${context#kind-}" ;;
      minikube) minikube image load "$archive" ;;
    esac
  done
  export E2E_IMAGES=loaded
fi
export E2E_CLUSTER=$kind
"$@"
