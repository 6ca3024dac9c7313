package io.metricssidecar.e2e.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.Testbed;
import io.metricssidecar.e2e.fleet.StarvedNode;
import io.metricssidecar.e2e.workload.EndpointSampler;
import io.metricssidecar.e2e.workload.EndpointSamples;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Spike;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// A node without CPU to spare: what it may hand out is requested, and everybody uses more than was
/// requested. Sidecars have to answer their probes all the same, as no budget covers the ones that
/// do not.
@ExtendWith(ClusterExtension.class)
@Isolated("it takes the node's CPU")
@Order(7)
class StarvedNodeE2E {
  private static final String APP = "web";
  private static final int PODS = 5;
  private static final Duration TIME =
      Duration.ofSeconds(Boolean.getBoolean("e2e.long") ? 600 : 75);

  /// Every pod is hot and asks for a slot all the time, which is when a sidecar has most to do; and
  /// gets none, since the others are as hot.
  @Test
  void nobodyLeavesWhoHoldsNoSlot(Release release, Namespace namespace) {
    var _ = Testbed.of(namespace.cluster());
    Load.create(namespace, APP, PODS, Load.template(APP, AnnotatedWorkload.IMAGES, annotations()));
    var pods = Pods.names(namespace.awaitReady(APP, PODS));
    Spike.awaitWatching(namespace, pods);
    pods.forEach(pod -> Load.set(namespace, pod, Load.AT_LIMIT));
    try (var node = StarvedNode.of(namespace);
        var sampler = EndpointSampler.start(namespace, APP)) {
      var begin = Instant.now();

      var share = node.observe(TIME, APP);

      var samples = sampler.samples().since(begin);
      namespace
          .progress()
          .report(
              "starved for %d s, load %s: each application had %.0f %% of the CPU that it wants;"
                      .formatted(TIME.toSeconds(), node.loadAverage(), 100 * share)
                  + " share of samples in which a pod was not ready: "
                  + absences(samples, pods)
                  + "; failed liveness probes: "
                  + livenessFailures(namespace));
      assertThat(share).as("share of the wanted CPU").isLessThan(0.6);
      assertThat(absences(samples, pods)).isEqualTo(Map.of());
      assertThat(samples.samples().size()).isGreaterThan((int) TIME.toSeconds());
      assertThat(restarts(namespace)).isZero();
    }
  }

  /// A pod that starts there has to become ready.
  @Test
  @LongCase
  void podThatIsBornThereBecomesReady(Release release, Namespace namespace) {
    var _ = Testbed.of(namespace.cluster());
    try (var _ = StarvedNode.of(namespace)) {
      var begin = Instant.now();
      Load.create(namespace, APP, 2, Load.template(APP, AnnotatedWorkload.IMAGES, annotations()));

      namespace.awaitReady(APP, 2);

      namespace
          .progress()
          .report(
              "born on a starved node, ready after %d s; failed liveness probes: %d"
                  .formatted(
                      Duration.between(begin, Instant.now()).toSeconds(),
                      livenessFailures(namespace)));
      assertThat(restarts(namespace)).isZero();
    }
  }

  private static Map<String, String> annotations() {
    var annotations = new HashMap<>(Load.QUICK_SIDECAR);
    annotations.put(SidecarSetting.OVERLOAD_WHEN.annotation(), "memory");
    return annotations;
  }

  /// Pods that were not ready in some sample, with the percentage of the samples.
  private static Map<String, Long> absences(EndpointSamples samples, List<String> pods) {
    var absences = new TreeMap<String, Long>();
    for (var pod : pods) {
      var absent = samples.samples().stream().filter(s -> !s.ready().contains(pod)).count();
      if (absent > 0) {
        absences.put(pod, Math.max(1, 100 * absent / samples.samples().size()));
      }
    }
    return absences;
  }

  /// Of all pods together; ten in a row of one pod restart its sidecar.
  private static int livenessFailures(Namespace namespace) {
    return namespace.events().stream()
        .filter(event -> "Unhealthy".equals(event.getReason()))
        .filter(event -> event.getMessage().startsWith("Liveness probe failed"))
        .mapToInt(event -> event.getCount() == null ? 1 : event.getCount())
        .sum();
  }

  private static int restarts(Namespace namespace) {
    return namespace.pods(APP).stream()
        .flatMap(Pods::statuses)
        .filter(status -> status.getName().equals(Names.CONTAINER))
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }
}
