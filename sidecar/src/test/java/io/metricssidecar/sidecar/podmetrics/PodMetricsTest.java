package io.metricssidecar.sidecar.podmetrics;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.Observation.Failed;
import io.metricssidecar.decision.samples.Observation.Missing;
import io.metricssidecar.decision.samples.Observation.Sampled;
import io.metricssidecar.decision.samples.PodSample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodMetricsTest {
  private static final Failed GARBAGE =
      new Failed("the metrics API did not return a PodMetrics object");
  private static final Failed INCOMPLETE =
      new Failed("the metrics API sent a sample without usage or timestamp");
  private static final Missing ABSENT =
      new Missing("the metrics API has no sample of container app");

  private static Observation read(String json) {
    return PodMetrics.read(new JsonObject(json), "app");
  }

  @Test
  void readsTheMeasuredContainerAmongOthers() {
    assertThat(
            read(
                """
                {"kind": "PodMetrics", "apiVersion": "metrics.k8s.io/v1beta1",
                 "metadata": {"name": "cart-1", "creationTimestamp": null},
                 "timestamp": "2026-01-02T03:04:05Z", "window": "15.114s",
                 "containers": [
                   {"name": "metrics-sidecar", "usage": {"cpu": "1m", "memory": "1Mi"}},
                   {"name": "app", "usage": {"cpu": "476038624n", "memory": "2008740Ki"}}]}
                """))
        .isEqualTo(
            new Sampled(
                new PodSample(
                    0.476038624,
                    2_056_949_760.0,
                    Instant.parse("2026-01-02T03:04:05Z"),
                    Duration.ofMillis(15_114))));
  }

  @Test
  void takesAMissingWindowForNone() {
    assertThat(
            read(
                """
                {"timestamp": "2026-01-02T03:04:05Z",
                 "containers": [{"name": "app", "usage": {"cpu": "1", "memory": "1"}}]}
                """))
        .isEqualTo(
            new Sampled(new PodSample(1, 1, Instant.parse("2026-01-02T03:04:05Z"), Duration.ZERO)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"containers\": null}",
        "{\"containers\": []}",
        "{\"containers\": [{\"name\": \"other\"}]}",
        "{\"containers\": [{}]}"
      })
  void saysThatTheContainerIsNotThere(String json) {
    assertThat(read(json)).isEqualTo(ABSENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"usage\": {\"cpu\": \"1\"}}",
        "{\"usage\": {\"memory\": \"1\"}}",
        "{\"usage\": {\"cpu\": \"-1\", \"memory\": \"1\"}}",
        "{\"usage\": {\"cpu\": \"1ee\", \"memory\": \"1\"}}",
        "{\"usage\": {\"cpu\": \"one\", \"memory\": \"1\"}}"
      })
  void doesNotGuessWhatTheContainerUses(String container) {
    var json = new JsonObject(container).put("name", "app");
    var body =
        new JsonObject()
            .put("timestamp", "2026-01-02T03:04:05Z")
            .put("containers", new JsonArray().add(json));

    assertThat(PodMetrics.read(body, "app")).isEqualTo(INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"containers\": {}}",
        "{\"containers\": [null]}",
        "{\"containers\": [1]}",
        "{\"containers\": [{\"name\": \"app\", \"usage\": 3}]}",
        "{\"timestamp\": \"yesterday\", \"containers\": [{\"name\": \"app\", \"usage\": {\"cpu\":"
            + " \"1\", \"memory\": \"1\"}}]}"
      })
  void saysThatGarbageIsGarbage(String json) {
    assertThat(read(json)).isEqualTo(GARBAGE);
  }

  @Test
  void readsAnythingWithoutThrowing() {
    forAll(
        GarbageJson.objects(), 200, body -> assertThat(PodMetrics.read(body, "app")).isNotNull());
  }
}
