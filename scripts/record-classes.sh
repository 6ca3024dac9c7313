#!/usr/bin/env bash
# Makes scripts/classes/*.txt anew, from what the images load at work on the testbed: an installed chart and one overloaded
# pod with its sidecar. First without an archive, which records the lambdas; then with it, which shows what is needed.
# Wanted after a change of libraries, or when the image build says that too few classes come from the archive.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
JAVA_HOME=$(scripts/java-home.sh)
variables=$(testbed/up.sh)
eval "$variables"
PATH=/var/lib/metrics-sidecar-testbed/bin:$PATH
work=$(mktemp -d)
namespace=record-classes

patch() { # patch DEPLOYMENT CONTAINER OPTIONS: the JVM's options, and a volume for what it writes
  kubectl patch deployment "$1" -p '{"spec": {"template": {"spec": {
    "containers": [{"name": "'"$2"'", "env": [{"name": "JDK_JAVA_OPTIONS", "value": "'"$3"'"}],
      "resources": {"limits": {"cpu": "1", "memory": "512Mi"}}, "volumeMounts": [{"name": "record", "mountPath": "/record"}]}],
    "volumes": [{"name": "record", "emptyDir": {}}]}}}}' "${@:4}"
  kubectl rollout status deployment "$1" --timeout=120s "${@:4}"
}

collect() { # collect FILE NAME: what the running pods have written
  local file n=0
  for file in /var/lib/metrics-sidecar-testbed/kubelet/pods/*/volumes/kubernetes.io~empty-dir/record/"$1"; do
    n=$((n + 1))
    cp "$file" "$work/$2.$n"
  done
}

finish() {
  helm uninstall "$namespace" --namespace "$namespace" >/dev/null 2>&1 || true
  kubectl delete namespace "$namespace" --ignore-not-found
  rm -rf "$work"
}
trap finish EXIT

sidecar() { # sidecar OPTIONS: through overload and relief
  kubectl -n $namespace apply -f deploy/manual/rbac-namespace.yaml
  sed 's|image: nginxinc.*|image: metrics-sidecar-load:1|; s|replicas: 3|replicas: 2|' deploy/manual/deployment.yaml | kubectl -n $namespace apply -f -
  kubectl -n $namespace set env deployment/web --containers=metrics-sidecar WARM_UP=1s POLL_INTERVAL=5s
  patch web metrics-sidecar "$1" -n $namespace
  local address path
  address=$(kubectl -n $namespace get pods -l app=web --field-selector=status.phase=Running -o jsonpath='{.items[-1].status.podIP}')
  curl -sf "http://$address:8080/set?cpu=300&mem=112"
  for _ in $(seq 90); do
    for path in healthz livez explain metrics; do curl -s -o /dev/null "http://$address:8333/$path" -H 'Accept: application/openmetrics-text'; done
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://$address:8333/healthz")" = 200 ] || break
    sleep 1
  done
  curl -sf "http://$address:8080/set?cpu=0&mem=1"
  sleep 75
}

controller() { # controller OPTIONS: certificates, one injected pod, its access
  helm upgrade --install "$namespace" charts/metrics-sidecar --namespace $namespace --set webhook.replicas=1 --wait --timeout 120s
  local deployment
  deployment=$(kubectl -n $namespace get deployment -l app.kubernetes.io/instance=$namespace -o jsonpath='{.items[0].metadata.name}')
  patch "$deployment" "$(kubectl -n $namespace get deployment "$deployment" -o jsonpath='{.spec.template.spec.containers[0].name}')" "$1" -n $namespace
}

load() { for archive in dist/*.tar; do testbed/load-image.sh "$archive"; done; }

images() { mvn -q -B -pl sidecar,cli -am package -DskipTests && "$JAVA_HOME/bin/java" scripts/Image.java; load; }

case ${1:-all} in
  all | metrics-sidecar) kubectl create namespace $namespace
    load
    sidecar "-Xshare:off -XX:DumpLoadedClassList=/record/classes"
    collect classes sidecar-list
    sidecar "-Xshare:on -Xlog:class+load:file=/record/loaded"
    collect loaded sidecar-log ;;
esac
