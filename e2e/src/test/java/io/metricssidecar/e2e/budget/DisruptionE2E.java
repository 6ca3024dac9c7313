package io.metricssidecar.e2e.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Edit;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.Testbed;
import io.metricssidecar.e2e.fleet.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Ordinary disruptions of a cluster, while all slots are taken.
@ExtendWith(ClusterExtension.class)
class DisruptionE2E {
  private static final String APP = "web";
  private static final Map<Setting<?>, String> HALF =
      Map.of(SidecarSetting.GUARD, "off", SidecarSetting.MINIMUM_PODS, "50");
  private static final Duration AFTER = Duration.ofSeconds(45);
  private static final Duration SLOW = Duration.ofSeconds(40);

  @Test
  void killedSidecarKeepsItsSlotAndReturns(Release release, Namespace namespace) {
    var testbed = Testbed.of(namespace.cluster());
    try (var fleet = Fleet.start(namespace, 3, HALF);
        var _ = fleet.overload()) {
      fleet.awaitShed(1);
      var killed = holder(fleet);

      testbed.killSidecar(killed);

      fleet.await("the restart", () -> restarts(fleet, killed) > 0);
      fleet.observe(AFTER);
      fleet.assertFloor(2, 1);
    }
  }

  @Test
  void slotOfADeletedPodIsFreedByTheController(Release release, Namespace namespace) {
    try (var fleet = Fleet.start(namespace, 3, HALF);
        var _ = fleet.overload()) {
      fleet.awaitShed(1);
      var deleted = holder(fleet);
      var uid = deleted.getMetadata().getUid();

      // Without grace, so that the pod's own sidecar has no time to release its slot.
      namespace.cluster().client().resource(deleted).withGracePeriod(0).delete();

      fleet.await("the slot to be freed", () -> !fleet.lease().now().contains(uid));
      fleet.await("the Event", () -> reasons(namespace).contains("SlotFreed"));
      fleet.awaitShed(1);
      fleet.assertFloor(2, 1);
      assertThat(fleet.lease().now()).doesNotContain(uid);
      assertThat(reasons(namespace)).contains("Shed", "SlotFreed");
    }
  }

  /// Kubernetes tells its sidecar to stop only when the application has ended.
  @Test
  @LongCase
  void slotOfAPodThatIsSlowToStopIsFreedWhileItStops(Release release, Namespace namespace) {
    try (var fleet = Fleet.startSlowToStop(namespace, 3, HALF, SLOW);
        var _ = fleet.overload()) {
      fleet.awaitShed(1);
      var deleted = holder(fleet);
      var uid = deleted.getMetadata().getUid();

      namespace.cluster().client().resource(deleted).delete();

      var took =
          Waiting.untilTrue(
              "the slot to be freed",
              SLOW.dividedBy(2),
              namespace.progress(),
              () -> !fleet.lease().now().contains(uid));
      namespace.progress().report("slot freed after %d ms".formatted(took.toMillis()));
      var stopping = namespace.cluster().client().resource(deleted).get();
      assertThat(stopping).as("the pod, which is still there").isNotNull();
      assertThat(stopping.getMetadata().getUid()).isEqualTo(uid);
      assertThat(stopping.getMetadata().getDeletionTimestamp()).isNotNull();
      var name = deleted.getMetadata().getName();
      fleet.await(
          "the Event",
          () ->
              namespace.events().stream()
                  .anyMatch(
                      event ->
                          event
                              .getMessage()
                              .startsWith(
                                  "Pod %s is being deleted and its slot is free".formatted(name))));
      fleet.assertFloor(2, 1);
    }
  }

  @Test
  @LongCase
  void scaledDownWorkloadKeepsTheFloorOfItsNewSize(Release release, Namespace namespace) {
    try (var fleet = Fleet.start(namespace, 6, HALF);
        var _ = fleet.overload()) {
      fleet.awaitShed(3);
      var begin = Instant.now();

      namespace.deployment(APP).scale(2);

      fleet.await(
          "the trim",
          () -> fleet.pods().size() == 2 && fleet.lease().samples().getLast().slots().equals("1"));
      fleet.observe(Duration.ofSeconds(90));
      var after = fleet.endpoints().since(begin);
      namespace.progress().report("fewest ready after 6 to 2: " + after.fewest());
      assertThat(fleet.endpoints().until(begin).fewest()).isGreaterThanOrEqualTo(3);
      assertThat(after.fewest()).isPositive();
      assertThat(fleet.lease().now()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  @LongCase
  void rolloutKeepsTheFloor(Release release, Namespace namespace) {
    try (var fleet = Fleet.start(namespace, 4, HALF);
        var _ = fleet.overload()) {
      fleet.awaitShed(2);
      var before = fleet.pods().stream().map(Pod::getMetadata).map(m -> m.getUid()).toList();

      var _ =
          Edit.apply(
              namespace.deployment(APP),
              deployment ->
                  new DeploymentBuilder(deployment)
                      .editSpec()
                      .editTemplate()
                      .editMetadata()
                      .addToAnnotations("rollout", "2")
                      .endMetadata()
                      .endTemplate()
                      .endSpec()
                      .build());

      fleet.await(
          "the rollout",
          () ->
              fleet.pods().size() == 4
                  && fleet.pods().stream()
                      .noneMatch(pod -> before.contains(pod.getMetadata().getUid())));
      fleet.observe(Duration.ofSeconds(60));
      fleet.assertFloor(2, 2);
    }
  }

  private static Pod holder(Fleet fleet) {
    var held = fleet.lease().now();
    return fleet.pods().stream()
        .filter(pod -> held.contains(pod.getMetadata().getUid()))
        .findFirst()
        .orElseThrow();
  }

  private static int restarts(Fleet fleet, Pod pod) {
    return fleet.pods().stream()
        .filter(found -> found.getMetadata().getUid().equals(pod.getMetadata().getUid()))
        .flatMap(Pods::statuses)
        .filter(status -> status.getName().equals(Names.CONTAINER))
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }

  private static Set<String> reasons(Namespace namespace) {
    return namespace.events().stream().map(Event::getReason).collect(Collectors.toSet());
  }
}
