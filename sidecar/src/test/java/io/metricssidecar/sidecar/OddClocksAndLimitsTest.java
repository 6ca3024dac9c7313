package io.metricssidecar.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.Limits;
import io.metricssidecar.contract.SidecarConfig;
import io.metricssidecar.sidecar.metrics.Observation;
import io.metricssidecar.sidecar.metrics.OwnPod;
import io.metricssidecar.sidecar.metrics.PeerUse;
import io.metricssidecar.sidecar.metrics.PodSample;
import io.metricssidecar.sidecar.metrics.SampleFilter;
import io.metricssidecar.sidecar.metrics.SampleFilter.Worth;
import io.metricssidecar.sidecar.metrics.Usage;
import io.metricssidecar.sidecar.overload.Utilization;
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
        new OwnPod("uid", true, true, NOON.minusSeconds(600), new Limits(2000L, 2 * GIBI));

    var facts = read(Facts.none(new Limits(1000L, GIBI)).with(resized), sample(NOON));

    assertThat(facts.utilization()).isEqualTo(new Utilization(0.8, 0.5));
  }

  @Test
  void samplesOfANodeWhoseClockIsAnHourOffCountLikeAnyOthers() {
    var late = NOON.minus(Duration.ofHours(1));
    var first = SampleFilter.EMPTY.judge(new Observation.Sampled(sample(late)));

    var second = first.filter().judge(new Observation.Sampled(sample(late.plusSeconds(15))));

    assertThat(first.worth()).isEqualTo(Worth.FRESH);
    assertThat(second.worth()).isEqualTo(Worth.FRESH);
  }

  @Test
  void whatAPeerOnANodeWhoseClockIsAnHourOffUsesIsNotKnown() {
    var list =
        new JsonObject()
            .put(
                "items",
                new JsonArray()
                    .add(podMetrics("cart-1", NOON))
                    .add(podMetrics("cart-2", NOON.plusSeconds(15)))
                    .add(podMetrics("cart-3", NOON.minus(Duration.ofHours(1)))));

    var use = PeerUse.read(list, config(), new Limits(1000L, GIBI));

    assertThat(use).isEqualTo(Map.of("cart-1", 0.5, "cart-2", 0.5));
  }

  private static Facts read(Facts facts, PodSample sample) {
    var observation = new Observation.Sampled(sample);
    return facts.observed(observation, facts.filter().judge(observation));
  }

  private static PodSample sample(Instant timestamp) {
    return new PodSample(new Usage(1.6, GIBI), timestamp, Duration.ofSeconds(15));
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
