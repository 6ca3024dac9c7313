package io.metricssidecar.e2e.fleet;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.cluster.Edit;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.TokenClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The budget Lease of a Deployment whose pods run as the namespace's default ServiceAccount.
///
/// @param namespace of the Deployment
/// @param name of the Lease
public record BudgetLease(Namespace namespace, String name) {
  private static final String ACCOUNT = "default";
  private static final int CONFLICT = 409;

  /// The budget Lease of a Deployment, which may not exist yet.
  public static BudgetLease of(Namespace namespace, String deployment) {
    return new BudgetLease(namespace, new Workload("Deployment", deployment).resourceName());
  }

  /// Waits until the controller has written this number of slots; returns how long that took.
  public Duration awaitSlots(int slots) {
    return Waiting.untilEqual(
        slots + " slots",
        Duration.ofSeconds(30),
        namespace.progress(),
        () -> text().slots(),
        Integer.toString(slots));
  }

  /// UIDs of the holders.
  public Set<String> holders() {
    return text().holders();
  }

  private LeaseText text() {
    return LeaseText.of(lease().get());
  }

  private Resource<Lease> lease() {
    return namespace.cluster().client().leases().inNamespace(namespace.name()).withName(name);
  }

  /// A token such as the kubelet gives to this pod.
  public String token(Pod pod) {
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
  public String token() {
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
  /// change. Returns the reason why the API server refused; empty where it accepted.
  public Optional<String> write(String token, UnaryOperator<Lease> change) {
    try (var client = TokenClient.of(namespace.cluster(), token)) {
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

  /// Changes the Lease with the rights of the person who runs the tests.
  public void asAdministrator(UnaryOperator<Lease> change) {
    var _ = Edit.apply(lease(), change);
  }
}
