package io.metricssidecar.e2e.security;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.fixture.TokenClient;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;

/// A token of one of the release's own accounts in the hands of an attacker. All attempts should be
/// dry runs: authorization and admission judge them like all others, and a cluster on which one
/// succeeds is not harmed.
///
/// @param client that authenticates with it
record StolenToken(KubernetesClient client) implements AutoCloseable {
  /// The outcome of an attempt that was not refused.
  static final String SUCCEEDED = "succeeded";

  private static final int CONFLICT = 409;

  /// A token of `metrics-sidecar-webhook` or `metrics-sidecar-controller`.
  static StolenToken of(Cluster cluster, String account) {
    var token =
        cluster
            .client()
            .serviceAccounts()
            .inNamespace(Names.NAMESPACE)
            .withName(account)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    return new StolenToken(TokenClient.of(cluster, token));
  }

  /// The API server's reason to refuse an attempt, or [#SUCCEEDED]. An attempt that met another
  /// writer is repeated.
  String attempt(Consumer<KubernetesClient> attempt) {
    while (true) {
      try {
        attempt.accept(client);
        return SUCCEEDED;
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT) {
          return e.getCode() + " " + e.getMessage();
        }
      }
    }
  }

  /// Asserts that each of these requests is forbidden by RBAC, before its body is looked at.
  void assertForbidden(String... requests) {
    var refused = new SoftAssertions();
    for (var line : requests) {
      refused.assertThat(ForbiddenRequest.parse(line).status(client)).as(line).isEqualTo(403);
    }
    refused.assertAll();
  }

  @Override
  public void close() {
    client.close();
  }
}
