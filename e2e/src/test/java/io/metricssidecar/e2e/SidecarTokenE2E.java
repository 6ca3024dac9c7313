package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.contract.Workload;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody who has taken over a pod can do with its sidecar's token. The Lease's content is
/// in [OwnHolderE2E].
@ExtendWith(OnCluster.class)
class SidecarTokenE2E {
  private static final String APP = "web";
  private static final String OTHER = "db";

  /// Of every ServiceAccount of a cluster: to ask what it may do and who it is.
  private static final Set<String> EVERYBODYS =
      Set.of(
          "create authorization.k8s.io/selfsubjectaccessreviews",
          "create authorization.k8s.io/selfsubjectrulesreviews",
          "create authentication.k8s.io/selfsubjectreviews");

  @Test
  void tokenAllowsWhatADecisionNeedsAndNothingElse(Release release, Namespace namespace) {
    var lease = new Workload("Deployment", APP).resourceName();
    try (var sidecar = sidecar(namespace)) {
      assertThat(AllowedRules.of(sidecar, namespace.name()))
          .containsExactlyInAnyOrderElementsOf(
              with(
                  "get metrics.k8s.io/pods",
                  "list metrics.k8s.io/pods",
                  "get /pods",
                  "get apps/deployments " + APP,
                  "get apps/deployments/scale " + APP,
                  "list discovery.k8s.io/endpointslices",
                  "get coordination.k8s.io/leases " + lease,
                  "update coordination.k8s.io/leases " + lease));
      assertThat(AllowedRules.of(sidecar, "kube-system"))
          .containsExactlyInAnyOrderElementsOf(EVERYBODYS);
      assertThat(AllowedRules.of(sidecar, "metrics-sidecar"))
          .containsExactlyInAnyOrderElementsOf(EVERYBODYS);
    }
  }

  @Test
  void apiServerRefusesEverythingElse(Release release, Namespace namespace) {
    otherWorkload(namespace, OTHER);
    try (var sidecar = sidecar(namespace)) {
      var refused = new SoftAssertions();
      Attempt.all(namespace, APP, OTHER)
          .forEach(
              attempt ->
                  refused
                      .assertThat(attempt.status(sidecar))
                      .as(attempt.toString())
                      .isEqualTo(403));
      refused.assertAll();
    }
  }

  /// Rights are a ServiceAccount's. Of the other workload's Lease it is still only the own slot.
  @Test
  void workloadsOfOneServiceAccountReachEachOthersLease(Release release, Namespace namespace) {
    otherWorkload(namespace, "default");
    var own = Budget.of(namespace, APP);
    var others = Budget.of(namespace, OTHER);
    try (var _ = sidecar(namespace)) {
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
    if (!account.equals("default")) {
      namespace.create(
          new ServiceAccountBuilder().withNewMetadata().withName(account).endMetadata().build());
    }
    namespace.create(
        Load.deployment(
            OTHER,
            2,
            new PodTemplateSpecBuilder(Load.template(OTHER, Annotated.IMAGES, Annotated.QUICK))
                .editSpec()
                .withServiceAccountName(account)
                .endSpec()
                .build()));
    namespace.awaitReady(OTHER, 2);
    Budget.of(namespace, OTHER).awaitSlots(1);
  }

  /// Known by a token such as the kubelet gives to a pod, once the controller has given its rights.
  private static KubernetesClient sidecar(Namespace namespace) {
    Pod pod = Annotated.deployment(namespace, APP, 1).getFirst();
    var budget = Budget.of(namespace, APP);
    budget.awaitSlots(0);
    return namespace.cluster().as(budget.token(pod));
  }

  private static Set<String> with(String... more) {
    return Stream.concat(EVERYBODYS.stream(), Stream.of(more)).collect(Collectors.toSet());
  }
}
