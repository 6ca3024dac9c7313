#!/usr/bin/env bash
# Makes scripts/classes/*.txt anew from what the images in dist/ load at work: on the testbed, a webhook that injects, the controller and a
# sidecar that goes through overload and relief. First without an archive, which records the lambdas; then with it, which
# shows what is needed. Wanted after a change of libraries, or when the image build finds too few classes in the archive.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
variables=$(testbed/up.sh)
eval "$variables"
PATH=/var/lib/metrics-sidecar-testbed/bin:$PATH
JAVA_HOME=$(scripts/java-home.sh)
namespace=metrics-sidecar-record
work=$(mktemp -d)

finish() {
  helm uninstall record --namespace $namespace >/dev/null 2>&1 || true
  kubectl delete namespace $namespace --ignore-not-found >/dev/null
  rm -rf "$work"
}
trap finish EXIT

in_namespace() { kubectl --namespace $namespace "$@"; }

with_options() { # with_options DEPLOYMENT CONTAINER OPTIONS: these for the JVM, and a volume for what it writes
  in_namespace patch deployment "$1" -p '{"spec": {"template": {"spec": {
    "containers": [{"name": "'"$2"'", "env": [{"name": "JDK_JAVA_OPTIONS", "value": "'"$3"'"}],
      "resources": {"limits": {"cpu": "1", "memory": "512Mi"}}, "volumeMounts": [{"name": "record", "mountPath": "/record"}]}],
    "volumes": [{"name": "record", "emptyDir": {}}]}}}}'
  in_namespace rollout status deployment "$1" --timeout=120s
}

pages() {
  local path
  for path in healthz livez explain metrics; do curl -s -o /dev/null -H 'Accept: application/openmetrics-text' "http://$1:8333/$path"; done
}

pass() { # pass OPTIONS, with FILE for the file that the JVM writes
  local address
  helm upgrade --install record charts/metrics-sidecar --namespace $namespace --create-namespace --wait --timeout 120s >/dev/null
  with_options metrics-sidecar-webhook webhook "${1//FILE//record/metrics-sidecar-controller}"
  with_options metrics-sidecar-controller controller "${1//FILE//record/metrics-sidecar-controller}"
  in_namespace apply -f deploy/manual/rbac-namespace.yaml
  sed 's|image: nginxinc.*|image: metrics-sidecar-load:1|; s|replicas: 3|replicas: 2|' deploy/manual/deployment.yaml | in_namespace apply -f -
  in_namespace set env deployment/web --containers=metrics-sidecar WARM_UP=1s POLL_INTERVAL=5s
  with_options web metrics-sidecar "${1//FILE//record/metrics-sidecar}"
  sleep 5
  address=$(in_namespace get pods -l app=web --field-selector=status.phase=Running -o jsonpath='{.items[-1].status.podIP}')
  curl -sf "http://$address:8080/set?cpu=300&mem=112"
  for _ in $(seq 90); do
    pages "$address"
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://$address:8333/healthz")" = 200 ] || break
    sleep 1
  done
  curl -sf "http://$address:8080/set?cpu=0&mem=1"
  # An annotated pod in another namespace is what the webhook is for.
  kubectl create namespace $namespace-app
  kubectl --namespace $namespace-app create deployment web --image=metrics-sidecar-load:1
  kubectl --namespace $namespace-app patch deployment web -p '{"spec": {"template": {"metadata": {"annotations": {"metrics-sidecar/enabled": "true"}}}}}'
  sleep 75
  pages "$address"
  kubectl delete namespace $namespace-app --wait=false
  for image in metrics-sidecar metrics-sidecar-controller; do
    n=0
    for file in /var/lib/metrics-sidecar-testbed/kubelet/pods/*/volumes/kubernetes.io~empty-dir/record/"$image"; do
      n=$((n + 1))
      cp "$file" "$work/$image-${#1}-$n"
    done
  done
  in_namespace delete deployment web --wait --timeout=60s
}

if kubectl get mutatingwebhookconfiguration 00-metrics-sidecar >/dev/null 2>&1; then
  trap - EXIT
  echo "Metrics Sidecar is installed on this cluster; this needs one without it." >&2
  exit 1
fi
for archive in dist/*.tar; do testbed/load-image.sh "$archive"; done
pass "-Xshare:off -XX:DumpLoadedClassList=FILE"
pass "-Xshare:auto -Xlog:class+load:file=FILE"
for image in metrics-sidecar metrics-sidecar-controller; do
  "$JAVA_HOME/bin/java" scripts/image/Main.java record $image "$work/$image"-[0-9]*
done
