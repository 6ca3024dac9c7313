package io.metricssidecar.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.TokenClient;
import io.metricssidecar.e2e.fleet.BudgetLease;
import io.metricssidecar.e2e.workload.Load;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The rights of a sidecar's token in the hands of an attacker. The Lease's content is in
/// [OwnHolderE2E].
@ExtendWith(ClusterExtension.class)
class SidecarTokenE2E {
  private static final String APP = "web";
  private static final String OTHER = "db";

  @Test
  void tokenAllowsWhatADecisionNeedsAndNothingElse(Release release, Namespace namespace) {
    var lease = new Workload("Deployment", APP).resourceName();
    try (var sidecar = sidecar(namespace);
        var nobody = nobody(namespace)) {
      var own = AllowedRules.of(sidecar, namespace.name());
      own.removeAll(AllowedRules.of(nobody, namespace.name()));
      assertThat(own)
          .containsExactlyInAnyOrder(
              "get metrics.k8s.io/pods",
              "list metrics.k8s.io/pods",
              "get /pods",
              "get apps/deployments " + APP,
              "get apps/deployments/scale " + APP,
              "list discovery.k8s.io/endpointslices",
              "get coordination.k8s.io/leases " + lease,
              "update coordination.k8s.io/leases " + lease);
      for (var elsewhere : List.of("kube-system", Names.NAMESPACE)) {
        assertThat(AllowedRules.of(sidecar, elsewhere))
            .isEqualTo(AllowedRules.of(nobody, elsewhere));
      }
    }
  }

  @Test
  void apiServerRefusesEverythingElse(Release release, Namespace namespace) {
    var _ = account(namespace, OTHER);
    otherWorkload(namespace, OTHER);
    try (var sidecar = sidecar(namespace)) {
      var refused = new SoftAssertions();
      ForbiddenRequest.all(namespace, APP, OTHER)
          .forEach(
              request ->
                  refused
                      .assertThat(request.status(sidecar))
                      .as(request.toString())
                      .isEqualTo(403));
      refused.assertAll();
    }
  }

  /// Rights belong to a ServiceAccount; in the other workload's Lease a pod still reaches only its
  /// own slot.
  @Test
  void workloadsOfOneServiceAccountReachEachOthersLease(Release release, Namespace namespace) {
    otherWorkload(namespace, "default");
    var own = BudgetLease.of(namespace, APP);
    var others = BudgetLease.of(namespace, OTHER);
    try (var sidecar = sidecar(namespace)) {
      awaitAllowed(sidecar, others);
      var mine = namespace.pods(APP).getFirst();
      var theirs = namespace.pods(OTHER);
      var token = own.token(mine);

      assertThat(others.write(token, OwnHolderE2E.take(theirs.getFirst())))
          .hasValueSatisfying(
              refusal -> assertThat(refusal).contains("takes and gives back its own slot"));
      assertThat(others.write(token, OwnHolderE2E.take(mine))).isEmpty();
    }
  }

  private static void otherWorkload(Namespace namespace, String account) {
    namespace.create(
        Load.deployment(
            OTHER,
            2,
            new PodTemplateSpecBuilder(
                    Load.template(OTHER, AnnotatedWorkload.IMAGES, Load.QUICK_SIDECAR))
                .editSpec()
                .withServiceAccountName(account)
                .endSpec()
                .build()));
    namespace.awaitReady(OTHER, 2);
    BudgetLease.of(namespace, OTHER).awaitSlots(1);
  }

  /// A client with a token such as the kubelet gives to a pod, once the controller has granted its
  /// rights.
  private static KubernetesClient sidecar(Namespace namespace) {
    Pod pod = AnnotatedWorkload.deployment(namespace, APP, 1).getFirst();
    var budget = BudgetLease.of(namespace, APP);
    budget.awaitSlots(0);
    var sidecar = TokenClient.of(namespace.cluster(), budget.token(pod));
    awaitAllowed(sidecar, budget);
    return sidecar;
  }

  /// Waits for the API server, which evaluates new Roles a moment after they were written.
  private static void awaitAllowed(KubernetesClient sidecar, BudgetLease budget) {
    Waiting.untilTrue(
        "the right to the budget",
        Duration.ofSeconds(30),
        budget.namespace().progress(),
        () ->
            AllowedRules.of(sidecar, budget.namespace().name())
                .contains("update coordination.k8s.io/leases " + budget.name()));
  }

  /// A client of a ServiceAccount without rights of its own.
  private static KubernetesClient nobody(Namespace namespace) {
    return TokenClient.of(namespace.cluster(), account(namespace, "nobody"));
  }

  /// Creates a ServiceAccount and returns a token of it.
  private static String account(Namespace namespace, String name) {
    var account =
        namespace.create(
            new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build());
    return namespace
        .cluster()
        .client()
        .serviceAccounts()
        .inNamespace(namespace.name())
        .resource(account)
        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
        .getStatus()
        .getToken();
  }
}
