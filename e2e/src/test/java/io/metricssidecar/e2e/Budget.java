package io.metricssidecar.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.sidecar.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The budget Lease of a Deployment whose pods run as the namespace's default ServiceAccount.
///
/// @param namespace of the Deployment
/// @param name of the Lease
record Budget(Namespace namespace, String name) {
  private static final String ACCOUNT = "default";
  private static final int CONFLICT = 409;

  public static Budget of(Namespace namespace, String deployment) {
    return new Budget(namespace, new Workload("Deployment", deployment).resourceName());
  }

  /// Waits until the controller has written so many slots; returns how long that took.
  Duration awaitSlots(int slots) {
    return Waiting.until(
        slots + " slots",
        Duration.ofSeconds(30),
        namespace.progress(),
        () -> {
          var written = annotations().getOrDefault(Annotations.SLOTS, "none");
          return written.equals(Integer.toString(slots)) ? Optional.empty() : Optional.of(written);
        });
  }

  /// UIDs of the holders.
  List<String> holders() {
    return annotations().keySet().stream()
        .filter(key -> key.startsWith(Annotations.HOLDER_PREFIX))
        .map(key -> key.substring(Annotations.HOLDER_PREFIX.length()))
        .toList();
  }

  private Map<String, String> annotations() {
    var lease = lease().get();
    return lease == null ? Map.of() : lease.getMetadata().getAnnotations();
  }

  private Resource<Lease> lease() {
    return namespace.cluster().client().leases().inNamespace(namespace.name()).withName(name);
  }

  /// A token such as the kubelet gives to this pod.
  String token(Pod pod) {
    return token(
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(600L)
            .withNewBoundObjectRef(
                "v1", "Pod", pod.getMetadata().getName(), pod.getMetadata().getUid())
            .endSpec()
            .build());
  }

  /// A token of the same ServiceAccount that is bound to no pod.
  String token() {
    return token(
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(600L).endSpec().build());
  }

  private String token(TokenRequest request) {
    return namespace
        .cluster()
        .client()
        .serviceAccounts()
        .inNamespace(namespace.name())
        .withName(ACCOUNT)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  /// Changes the Lease with a token, as a sidecar does: read, then write what was read with the
  /// change. Returns why the API server refused; empty where it did not.
  Optional<String> write(String token, UnaryOperator<Lease> change) {
    try (var client = namespace.cluster().as(token)) {
      var lease = client.leases().inNamespace(namespace.name()).withName(name);
      while (true) {
        try {
          var _ = client.resource(change.apply(Objects.requireNonNull(lease.get()))).update();
          return Optional.empty();
        } catch (KubernetesClientException e) {
          if (e.getCode() != CONFLICT) {
            return Optional.of(String.valueOf(e.getMessage()));
          }
        }
      }
    }
  }

  /// Changes the Lease with the rights of whoever runs the tests.
  void asAdministrator(UnaryOperator<Lease> change) {
    var _ = lease().edit(change);
  }
}
