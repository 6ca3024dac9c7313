package io.metricssidecar.e2e.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fleet.Fleet;
import io.metricssidecar.e2e.fleet.Traffic;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The guard: a pod is shed only where the others can carry its load.
@ExtendWith(ClusterExtension.class)
class GuardE2E {
  private static final Map<Setting<?>, String> FLOOR = Map.of(SidecarSetting.MINIMUM_PODS, "30");

  @Test
  void nobodyLeavesWhereAllAreOverloadedAlike(Release release, Namespace namespace) {
    try (var fleet = Fleet.start(namespace, 3, FLOOR);
        var _ = fleet.overload()) {
      fleet.await(
          "all to be denied for lack of capacity", () -> fleet.slotAttempts("no_capacity") >= 3);

      fleet.observe(Duration.ofSeconds(20));

      namespace
          .progress()
          .report("no_capacity counted %d times".formatted(fleet.slotAttempts("no_capacity")));
      assertThat(fleet.lease().sheds()).isZero();
      assertThat(fleet.endpoints().fewest()).isEqualTo(3);
    }
  }

  @Test
  void hotPodLeavesAndReturnsWhenItsTrafficHasGone(Release release, Namespace namespace) {
    // High enough that the guard lets the two others carry the load of the third.
    var settings =
        Map.<Setting<?>, String>of(
            SidecarSetting.MINIMUM_PODS, "30", SidecarSetting.CPU_THRESHOLD, "70");
    try (var fleet = Fleet.start(namespace, 3, settings);
        var _ = fleet.traffic(Fleet.LIMIT / 6)) {
      var hot = fleet.pods().getFirst();
      var name = hot.getMetadata().getName();
      var begin = Instant.now();
      // A client that has found this pod once and keeps to it until the Service drops it.
      try (var _ =
          Traffic.start(
              namespace,
              "faithful",
              hot.getStatus().getPodIP() + ":" + Load.PORT,
              Fleet.LIMIT * 3 / 2)) {
        fleet.await(
            "the hot pod to leave", () -> fleet.endpoints().firstWithout(name, begin).isPresent());
      }
      var out = fleet.endpoints().firstWithout(name, begin).orElseThrow();

      fleet.await(
          "the hot pod to return", () -> fleet.endpoints().firstWith(name, out).isPresent());

      var back = fleet.endpoints().firstWith(name, out).orElseThrow();
      namespace
          .progress()
          .report(
              "hot to out %d s, out to back %d s"
                  .formatted(
                      Duration.between(begin, out).toSeconds(),
                      Duration.between(out, back).toSeconds()));
      fleet.assertFloor(2, 1);
      assertThat(fleet.lease().sheds()).isEqualTo(1);
    }
  }

  /// The load of a pod that is out moves to the others, or waits for its return; so it counts.
  @Test
  @LongCase
  void ofTwoHotPodsOneLeavesWhereTheOthersCannotCarryBoth(Release release, Namespace namespace) {
    // Two of five pods at their limit are 52 % for each of four, and 70 % for each of three; the
    // guard allows 57 %.
    var settings =
        Map.<Setting<?>, String>of(
            SidecarSetting.MINIMUM_PODS, "30", SidecarSetting.CPU_THRESHOLD, "65");
    try (var fleet = Fleet.start(namespace, 5, settings)) {
      fleet.pods().stream()
          .limit(2)
          .map(pod -> pod.getMetadata().getName())
          .forEach(name -> Load.set(namespace, name, new Load.Use(2 * Fleet.LIMIT, 8)));
      fleet.awaitShed(1);

      fleet.observe(Duration.ofSeconds(90));

      namespace
          .progress()
          .report(
              "no_capacity counted %d times, most holders %d"
                  .formatted(fleet.slotAttempts("no_capacity"), fleet.lease().maxHolders()));
      assertThat(fleet.slotAttempts("no_capacity")).isPositive();
      fleet.assertFloor(4, 1);
    }
  }

  @Test
  void observedPodsSayThatTheyWouldLeaveAndStay(Release release, Namespace namespace) {
    var settings =
        Map.<Setting<?>, String>of(
            SidecarSetting.MODE,
            "observe",
            SidecarSetting.GUARD,
            "off",
            SidecarSetting.MINIMUM_PODS,
            "50");
    try (var fleet = Fleet.start(namespace, 2, settings);
        var _ = fleet.overload()) {
      fleet.await("a shed that is only reported", () -> fleet.slotAttempts("observed") >= 2);

      fleet.observe(Duration.ofSeconds(15));

      assertThat(fleet.lease().sheds()).isZero();
      assertThat(fleet.endpoints().fewest()).isEqualTo(2);
      assertThat(fleet.pods())
          .allSatisfy(
              pod ->
                  assertThat(
                          Sidecar.of(namespace, pod.getMetadata().getName())
                              .map(sidecar -> sidecar.health().status()))
                      .contains(200));
    }
  }
}
