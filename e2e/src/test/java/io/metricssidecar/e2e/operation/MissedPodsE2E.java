package io.metricssidecar.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.ReleaseChanges;
import io.metricssidecar.e2e.fixture.Scrape;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// Pods that are created while there is no webhook, and what becomes of them when it is back.
@ExtendWith(ClusterExtension.class)
@LongCase
@Isolated("the release changes")
@Order(25)
class MissedPodsE2E {
  private static final String APP = "web";
  private static final String INTERVAL = "MISSED_PODS_INTERVAL";
  private static final Duration SOON = Duration.ofMinutes(3);

  @Test
  void missedPodsAreCountedReportedAndOnRequestReplaced(Release release, Namespace namespace) {
    assumeFalse(release.found(), "the release was here before: it is not ours to change");
    ReleaseChanges.scale(release.webhook(), 0);
    var missed = Pods.names(AnnotatedWorkload.deployment(namespace, APP, 2));
    ReleaseChanges.scale(release.webhook(), 2);
    ReleaseChanges.changeTemplate(release.controller(), MissedPodsE2E::searchingOften);

    await(namespace, "both pods counted by both controllers", () -> missed(release) == 4);
    await(namespace, "the Event", () -> eventOnTheDeployment(namespace));
    assertThat(Pods.names(namespace.pods(APP))).isEqualTo(missed);

    var budget = namespace.create(noDisruption());
    release.install(Map.of("missedPods", "evict"));
    await(
        namespace,
        "an eviction that the disruption budget refuses",
        () -> evictions(release, "refused") > 0);
    assertThat(Pods.names(namespace.pods(APP))).isEqualTo(missed);
    assertThat(evictions(release, "evicted")).isZero();

    namespace.cluster().client().resource(budget).delete();
    await(
        namespace,
        "both pods replaced by pods with sidecar",
        () ->
            namespace.pods(APP).size() == 2
                && namespace.pods(APP).stream()
                    .allMatch(pod -> Sidecar.container(pod).isPresent()));
    await(namespace, "no pod without sidecar", () -> missed(release) == 0);

    ReleaseChanges.changeTemplate(release.controller(), MissedPodsE2E::searchingAsEver);
    release.install();
  }

  private static boolean eventOnTheDeployment(Namespace namespace) {
    return namespace.events().stream()
        .anyMatch(
            event ->
                event.getReason().equals("InjectionMissed")
                    && event.getInvolvedObject().getKind().equals("Deployment")
                    && event.getInvolvedObject().getName().equals(APP));
  }

  private static double missed(Release release) {
    return Scrape.sum(
        release.controller(),
        series(ServerMetrics.PODS_WITHOUT_SIDECAR.name(), "reason", "missed"));
  }

  private static double evictions(Release release, String result) {
    return Scrape.sum(
        release.controller(),
        series(ServerMetrics.MISSED_PODS_EVICTED.exportedName(), "result", result));
  }

  private static String series(String name, String label, String value) {
    return "%s{%s=\"%s\"}".formatted(name, label, value);
  }

  private static PodDisruptionBudget noDisruption() {
    return new PodDisruptionBudgetBuilder()
        .withNewMetadata()
        .withName(APP)
        .endMetadata()
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(0))
        .withNewSelector()
        .withMatchLabels(Namespace.selector(APP))
        .endSelector()
        .endSpec()
        .build();
  }

  private static PodTemplateSpec searchingOften(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .editFirstContainer()
        .addToEnv(new EnvVar(INTERVAL, "5s", null))
        .endContainer()
        .endSpec()
        .build();
  }

  private static PodTemplateSpec searchingAsEver(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .editFirstContainer()
        .removeMatchingFromEnv(variable -> variable.getName().equals(INTERVAL))
        .endContainer()
        .endSpec()
        .build();
  }

  private static void await(Namespace namespace, String what, BooleanSupplier condition) {
    var _ = Waiting.untilTrue(what, SOON, namespace.progress(), condition);
  }
}
