package io.metricssidecar.sidecar.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.overload.Pressure.Utilization;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.decision.samples.SampleFilter;
import io.metricssidecar.decision.samples.SampleFilter.SampleResult;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import io.metricssidecar.sidecar.podmetrics.PeerUtilization;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Limits that change while a pod runs, and clocks that do not agree.
class OddClocksAndLimitsTest {
  private static final long GIBI = 1L << 30;
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void limitsThatWereResizedInPlaceAreWhatUseIsJudgedBy() {
    var resized =
        new OwnPod("uid", true, true, false, NOON.minusSeconds(600), new Limits(2000L, 2 * GIBI));

    var observations =
        Observations.none(new Limits(1000L, GIBI))
            .after(resized, Duration.ZERO)
            .after(new Observation.Sampled(sample(NOON)), Supply.STEADY);

    assertThat(observations.polls().utilization()).isEqualTo(new Utilization(0.8, 0.5));
  }

  @Test
  void samplesOfANodeWhoseClockIsAnHourOffCountLikeAnyOthers() {
    var late = NOON.minus(Duration.ofHours(1));
    var first = SampleFilter.EMPTY.judge(new Observation.Sampled(sample(late)), Supply.STEADY);

    var second =
        first.filter().judge(new Observation.Sampled(sample(late.plusSeconds(15))), Supply.STEADY);

    assertThat(first.result()).isEqualTo(SampleResult.FRESH);
    assertThat(second.result()).isEqualTo(SampleResult.FRESH);
  }

  @Test
  void whatAPeerOnANodeWhoseClockIsAnHourOffUsesIsNotKnown() throws Exception {
    var peers = new PeerUtilization(config(), new Limits(1000L, GIBI));
    peers.read(podMetrics("cart-1", NOON));
    peers.read(podMetrics("cart-2", NOON.plusSeconds(15)));
    peers.read(podMetrics("cart-3", NOON.minus(Duration.ofHours(1))));

    var use = peers.byPod();

    assertThat(use).isEqualTo(Map.of("cart-1", 0.5, "cart-2", 0.5));
  }

  private static PodSample sample(Instant timestamp) {
    return new PodSample(1.6, GIBI, timestamp, Duration.ofSeconds(15));
  }

  private static JsonObject podMetrics(String name, Instant timestamp) {
    return new JsonObject()
        .put("metadata", new JsonObject().put("name", name))
        .put("timestamp", timestamp.toString())
        .put("window", "15s")
        .put(
            "containers",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "app")
                        .put("usage", new JsonObject().put("cpu", "500m").put("memory", "1Mi"))));
  }

  private static SidecarConfig config() {
    return SidecarConfig.fromEnv(
            Map.of("NAMESPACE", "shop", "POD_NAME", "cart-1", "CONTAINER_NAME", "app"))
        .value();
  }
}
