package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who leaves when there is somebody to carry the load, and when there is not.
@ExtendWith(OnCluster.class)
class GuardE2E {
  private static final Map<Setting, String> FLOOR = Map.of(Setting.MINIMUM_PODS, "30");

  @Test
  void nobodyLeavesWhereAllAreOverloadedAlike(Release release, Namespace namespace) {
    try (var fleet = Fleet.start(namespace, 3, FLOOR);
        var _ = fleet.overload()) {
      fleet.await(
          "all to be refused for lack of capacity",
          () -> Fleet.missingUnless(fleet.answers("no_capacity") >= 3));

      fleet.look(Duration.ofSeconds(20));

      namespace
          .progress()
          .say("no_capacity counted %d times".formatted(fleet.answers("no_capacity")));
      assertThat(fleet.lease().sheds()).isZero();
      assertThat(fleet.endpoints().fewest()).isEqualTo(3);
    }
  }

  @Test
  void hotPodLeavesAndReturnsWhenItsTrafficHasGone(Release release, Namespace namespace) {
    // High enough that the two others can carry what the third gives up, in the guard's eyes.
    var settings = Map.of(Setting.MINIMUM_PODS, "30", Setting.CPU_THRESHOLD, "70");
    try (var fleet = Fleet.start(namespace, 3, settings);
        var _ = fleet.traffic(Fleet.LIMIT / 6)) {
      var hot = fleet.pods().getFirst();
      var name = hot.getMetadata().getName();
      var begin = Instant.now();
      // A client that has found this pod once and stays with it, until the Service drops it.
      try (var _ =
          Traffic.start(
              namespace,
              "faithful",
              hot.getStatus().getPodIP() + ":" + Load.PORT,
              Fleet.LIMIT * 3 / 2)) {
        fleet.await(
            "the hot pod to leave",
            () -> Fleet.missingUnless(fleet.endpoints().firstWithout(name, begin).isPresent()));
      }
      var out = fleet.endpoints().firstWithout(name, begin).orElseThrow();

      fleet.await(
          "the hot pod to return",
          () -> Fleet.missingUnless(fleet.endpoints().firstWith(name, out).isPresent()));

      var back = fleet.endpoints().firstWith(name, out).orElseThrow();
      namespace
          .progress()
          .say(
              "hot to out %d s, out to back %d s"
                  .formatted(
                      Duration.between(begin, out).toSeconds(),
                      Duration.between(out, back).toSeconds()));
      fleet.assertFloor(2, 1);
      assertThat(fleet.lease().sheds()).isEqualTo(1);
    }
  }

  @Test
  void observedPodsSayThatTheyWouldLeaveAndStay(Release release, Namespace namespace) {
    var settings =
        Map.of(Setting.MODE, "observe", Setting.GUARD, "off", Setting.MINIMUM_PODS, "50");
    try (var fleet = Fleet.start(namespace, 2, settings);
        var _ = fleet.overload()) {
      fleet.await(
          "a shed that is only reported",
          () -> Fleet.missingUnless(fleet.answers("observed") >= 2));

      fleet.look(Duration.ofSeconds(15));

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
