package io.metricssidecar.e2e.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.CustomWorkload;
import io.metricssidecar.e2e.fixture.ScaledKind;
import io.metricssidecar.e2e.fixture.Testbed;
import io.metricssidecar.e2e.fleet.BudgetLease;
import io.metricssidecar.e2e.workload.EndpointSampler;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import io.metricssidecar.e2e.workload.Spike;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

/// Workloads of kinds that the chart's `scaleTargets` name.
@ExtendWith(ClusterExtension.class)
@LongCase
@Isolated("the release changes")
@Execution(ExecutionMode.SAME_THREAD)
@Order(15)
class ScaleTargetsE2E {
  private static final String APP = "web";
  private static final List<ScaledKind> KINDS = List.of(ScaledKind.ROLLOUT, ScaledKind.POD_GROUP);

  /// Time for which all pods stay overloaded once one of them is out.
  private static final Duration ALL_HOT = Duration.ofSeconds(45);

  @BeforeAll
  static void nameTheKinds(Cluster cluster, Release release) {
    var _ = Testbed.of(cluster);
    KINDS.forEach(kind -> kind.define(cluster));
    var values = new HashMap<String, String>();
    for (var index = 0; index < KINDS.size(); index++) {
      values.putAll(KINDS.get(index).values(index));
    }
    release.install(values);
  }

  @AfterAll
  static void forgetTheKinds(Cluster cluster, Release release) {
    if (cluster.testbed()) {
      release.install();
      KINDS.forEach(kind -> kind.remove(cluster));
    }
  }

  @Test
  void podsOfARolloutAreShedWithinItsFloor(Release release, Namespace namespace) {
    namespace.create(Load.service(APP));
    var rollout = new CustomWorkload(namespace, ScaledKind.ROLLOUT, APP, 3);

    assertShedsWithinItsFloor(namespace, "Rollout", rollout.throughAReplicaSet(template()));
  }

  @Test
  void podsOfAKindThatOwnsThemItselfAreShedWithinItsFloor(Release release, Namespace namespace) {
    namespace.create(Load.service(APP));
    var group = new CustomWorkload(namespace, ScaledKind.POD_GROUP, APP, 3);

    assertShedsWithinItsFloor(namespace, "PodGroup", group.directly(template()));
  }

  /// Without the guard nothing but the budget keeps pods in the Service. Memory decides alone, as a
  /// busy machine may not give all three pods their CPU.
  private static PodTemplateSpec template() {
    var annotations = new HashMap<>(Load.QUICK_SIDECAR);
    annotations.put(SidecarSetting.GUARD.annotation(), "off");
    annotations.put(SidecarSetting.OVERLOAD_WHEN.annotation(), "memory");
    return Load.template(APP, AnnotatedWorkload.IMAGES, annotations);
  }

  /// Half of three pods is one slot: an overloaded pod leaves the Service and comes back. Then all
  /// three are overloaded, and one at a time is out.
  private static void assertShedsWithinItsFloor(Namespace namespace, String kind, List<Pod> pods) {
    var lease = new BudgetLease(namespace, new Workload(kind, APP).resourceName());
    var names = Pods.names(pods);
    Spike.awaitWatching(namespace, names);
    lease.awaitSlots(1);
    try (var sampler = EndpointSampler.start(namespace, APP)) {
      var spike = new Spike(namespace, APP, names.getFirst(), sampler);

      var out = spike.overload();
      assertThat(lease.holders()).isEqualTo(Set.of(pods.getFirst().getMetadata().getUid()));
      assertThat(Sidecar.of(namespace, names.getFirst()).map(sidecar -> sidecar.health().status()))
          .isEqualTo(Optional.of(400));
      var back = spike.relieve();
      awaitHolders(namespace, lease, 0);
      names.forEach(name -> Load.set(namespace, name, Load.OVER));
      awaitHolders(namespace, lease, 1);
      observe(namespace, ALL_HOT);

      namespace
          .progress()
          .report(
              "%s: spike to out %d s, relief to back %d s, fewest ready pods %d of %d"
                  .formatted(
                      kind,
                      out.toSeconds(),
                      back.toSeconds(),
                      sampler.samples().fewest(),
                      names.size()));
      assertThat(sampler.samples().fewest()).isEqualTo(2);
      assertThat(sampler.samples().longestGap()).isLessThan(Duration.ofSeconds(2));
    }
  }

  private static void awaitHolders(Namespace namespace, BudgetLease lease, int count) {
    Waiting.untilEqual(
        count + " holders",
        Duration.ofMinutes(3),
        namespace.progress(),
        () -> lease.holders().size(),
        count);
  }

  private static void observe(Namespace namespace, Duration time) {
    var end = Instant.now().plus(time);
    Waiting.untilTrue(
        "the end of the observation",
        time.multipliedBy(2),
        namespace.progress(),
        () -> Instant.now().isAfter(end));
  }
}
