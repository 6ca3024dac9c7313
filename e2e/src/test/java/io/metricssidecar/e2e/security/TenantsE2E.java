package io.metricssidecar.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.UnscheduledPod;
import io.metricssidecar.e2e.fleet.BudgetLease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody who may create pods in one namespace can do to the workloads of others.
@ExtendWith(ClusterExtension.class)
class TenantsE2E {
  private static final String OBJECTS = new Workload("Deployment", "web").resourceName();

  /// Longer than the controller needs to look at new pods many times.
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(15);

  @Test
  void ownerReferenceThatNoObjectCanHaveStopsNobody(Release release, Namespace namespace) {
    injected(
        namespace,
        "default",
        new OwnerReference("apps/v1%zz", false, true, "Deployment", "x", "x"));
    injected(
        namespace, "default", new OwnerReference("apps/v1", false, true, "ReplicaSet", "a b", "x"));
    try (var other = Namespace.create(namespace.cluster(), "tenants", namespace.progress())) {
      AnnotatedWorkload.deployment(other, "web", 2);

      BudgetLease.of(other, "web").awaitSlots(1);
      assertThat(accounts(other)).containsExactly("default");
      assertThat(role(other)).isPresent();

      withoutSidecar(other);
      Waiting.until(
          "withdrawal",
          Duration.ofMinutes(4),
          other.progress(),
          () -> role(other).map(found -> "Role " + found));
      assertThat(accounts(other)).isEmpty();
    }
  }

  @Test
  void foreignPodThatNamesTheTrueOwnersGetsNothingAndTakesNothing(
      Release release, Namespace namespace) {
    var pods = AnnotatedWorkload.deployment(namespace, "web", 4);
    var budget = BudgetLease.of(namespace, "web");
    budget.awaitSlots(2);
    namespace.create(
        new ServiceAccountBuilder().withNewMetadata().withName("thief").endMetadata().build());
    var deployment = namespace.deployment("web").get();

    injected(namespace, "thief", reference(deployment));
    injected(namespace, "thief", pods.getFirst().getMetadata().getOwnerReferences().getFirst());

    Waiting.untilLasting(
        "rights of the workload's own account, and its two slots",
        LONG_ENOUGH,
        LONG_ENOUGH.plusSeconds(30),
        namespace.progress(),
        () ->
            accounts(namespace).equals(Set.of("default"))
                ? Optional.empty()
                : Optional.of(accounts(namespace).toString()));
    budget.awaitSlots(2);
  }

  /// Creates a pod with other labels than those of `web`, whose sidecar allows no slots.
  private static Pod injected(Namespace namespace, String account, OwnerReference owner) {
    var annotations =
        Map.of(Annotations.ENABLED, "true", SidecarSetting.MINIMUM_PODS.annotation(), "100");
    var pod =
        UnscheduledPod.create(
            namespace,
            annotations,
            made ->
                made.editMetadata()
                    .withOwnerReferences(owner)
                    .endMetadata()
                    .editSpec()
                    .withServiceAccountName(account)
                    .endSpec());
    assertThat(pod.getMetadata().getLabels()).containsEntry(Labels.INJECTED, "true");
    return pod;
  }

  private static OwnerReference reference(HasMetadata owner) {
    var metadata = owner.getMetadata();
    return new OwnerReference(
        owner.getApiVersion(), false, true, owner.getKind(), metadata.getName(), metadata.getUid());
  }

  private static void withoutSidecar(Namespace namespace) {
    namespace
        .deployment("web")
        .edit(
            web ->
                new DeploymentBuilder(web)
                    .editSpec()
                    .editTemplate()
                    .editMetadata()
                    .addToAnnotations(Annotations.ENABLED, "false")
                    .endMetadata()
                    .endTemplate()
                    .endSpec()
                    .build());
  }

  private static Optional<String> role(Namespace namespace) {
    return Optional.ofNullable(
            namespace
                .cluster()
                .client()
                .rbac()
                .roles()
                .inNamespace(namespace.name())
                .withName(OBJECTS)
                .get())
        .map(role -> role.getMetadata().getName());
  }

  /// The ServiceAccounts that have the rights of `web`.
  private static Set<String> accounts(Namespace namespace) {
    var binding =
        namespace
            .cluster()
            .client()
            .rbac()
            .roleBindings()
            .inNamespace(namespace.name())
            .withName(OBJECTS)
            .get();
    var subjects = binding == null ? List.<Subject>of() : binding.getSubjects();
    return new TreeSet<>(subjects.stream().map(Subject::getName).toList());
  }
}
