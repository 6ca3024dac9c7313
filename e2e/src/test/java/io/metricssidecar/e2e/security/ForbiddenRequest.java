package io.metricssidecar.e2e.security;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import java.util.stream.Stream;

/// A request that a token must not be allowed.
///
/// @param method of HTTP
/// @param path with its query
record ForbiddenRequest(String method, String path) {
  /// The list of requests that a sidecar has no right to.
  ///
  /// @param app the sidecar's application
  /// @param other application of the same namespace
  static Stream<ForbiddenRequest> all(Namespace namespace, String app, String other) {
    var here = "/api/v1/namespaces/" + namespace.name();
    var pod = namespace.pods(app).getFirst().getMetadata().getName();
    var apps = "/apis/apps/v1/namespaces/%s/deployments/".formatted(namespace.name());
    var rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace.name();
    var leases = "/apis/coordination.k8s.io/v1/namespaces/%s/leases".formatted(namespace.name());
    var own = new Workload("Deployment", app).resourceName();
    var others = new Workload("Deployment", other).resourceName();
    return Stream.of(
            // What others keep here.
            "GET %s/secrets".formatted(here),
            "GET %s/secrets/any".formatted(here),
            "GET %s/configmaps".formatted(here),
            "GET %s/configmaps/kube-root-ca.crt".formatted(here),
            "GET %s/pods/%s/log?container=app".formatted(here, pod),
            // Pods, tokens and workloads.
            "POST %s/pods".formatted(here),
            "DELETE %s/pods/%s".formatted(here, pod),
            "PATCH %s/pods/%s".formatted(here, pod),
            "GET %s/pods".formatted(here),
            "GET %s/pods/%s/exec?command=id&container=app&stdout=true".formatted(here, pod),
            "POST %s/pods/%s/exec?command=id&container=app&stdout=true".formatted(here, pod),
            "POST %s/pods/%s/eviction".formatted(here, pod),
            "POST %s/serviceaccounts/default/token".formatted(here),
            "POST %s/events".formatted(here),
            "GET %s".formatted(apps),
            "PATCH %s%s".formatted(apps, app),
            "PATCH %s%s/scale".formatted(apps, app),
            "DELETE %s%s".formatted(apps, app),
            "GET %s%s".formatted(apps, other),
            // Its own rights.
            "GET %s/roles/%s".formatted(rbac, own),
            "PATCH %s/roles/%s".formatted(rbac, own),
            "PATCH %s/rolebindings/%s".formatted(rbac, own),
            "POST %s/rolebindings".formatted(rbac),
            // Budgets.
            "GET %s".formatted(leases),
            "POST %s".formatted(leases),
            "DELETE %s/%s".formatted(leases, own),
            "PATCH %s/%s".formatted(leases, own),
            "GET %s/%s".formatted(leases, others),
            "PUT %s/%s".formatted(leases, others),
            // Elsewhere.
            "GET /api/v1/nodes",
            "GET /api/v1/namespaces",
            "GET /api/v1/pods",
            "GET /api/v1/namespaces/kube-system/pods",
            "GET /api/v1/namespaces/%s/secrets/%s".formatted(Names.NAMESPACE, Names.CA_SECRET),
            "GET /apis/metrics.k8s.io/v1beta1/pods",
            "GET /apis/metrics.k8s.io/v1beta1/nodes",
            "PATCH /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/%s"
                .formatted(Names.WEBHOOK_CONFIGURATION),
            "DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/%s"
                .formatted(Release.BUDGET_POLICY))
        .map(ForbiddenRequest::parse);
  }

  /// Reads a method and a path.
  static ForbiddenRequest parse(String line) {
    var parts = line.split(" ", 2);
    return new ForbiddenRequest(parts[0], parts[1]);
  }

  /// The status that the API server answers with; authorization precedes parsing of the body.
  int status(KubernetesClient client) {
    try {
      var _ =
          client.raw(path, method, method.equals("GET") || method.equals("DELETE") ? null : "{}");
      return 200;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }
}
