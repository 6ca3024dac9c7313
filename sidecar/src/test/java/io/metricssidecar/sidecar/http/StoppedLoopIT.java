package io.metricssidecar.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The probes of a sidecar whose loop stands still. `/livez`, by which the kubelet restarts it,
/// fails for a loop that has stopped, and for nothing else; `/healthz` is answered with 400 for a
/// few seconds more. Snapshots were published in second 0, where everything is known in second 12.
class StoppedLoopIT {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() throws Exception {
    client.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"0, 200 ok", "30, 200 ok", "31, 503 the loop has not ticked for 31 s"})
  void livenessFailsThirtySecondsAfterTheLastTick(int seconds, String answer) throws Exception {
    assertThat(livez(SnapshotFixtures.unread(), seconds)).isEqualTo(answer + "\n");
  }

  @Test
  void livenessIsTheSameWhetherThePodIsShedOrMayNotBeShed() throws Exception {
    for (var snapshot : List.of(SnapshotFixtures.shedding(), SnapshotFixtures.denied())) {
      assertThat(livez(snapshot, 0)).isEqualTo("200 ok\n");
    }
  }

  /// There is no loop then, and a restart would bring the same configuration.
  @Test
  void livenessNeverFailsForAnInvalidConfiguration() throws Exception {
    assertThat(livez(SnapshotFixtures.invalid(), 3600)).isEqualTo("200 ok\n");
  }

  @ParameterizedTest
  @CsvSource({"12000, 400 shedding", "15000, 400 shedding", "15001, 200 ok", "90000, 200 ok"})
  void aPodThatIsShedIsAnsweredForThreeSecondsAfterTheLastTick(int millis, String expected)
      throws Exception {
    var answer = get("/healthz", SnapshotFixtures.shedding(), Duration.ofMillis(millis));

    var document = new JsonObject(answer.body());
    assertThat(answer.statusCode() + " " + document.getString("status")).isEqualTo(expected);
    assertThat(answer.headers().firstValue("Retry-After").isPresent())
        .isEqualTo(expected.startsWith("400"));
  }

  @Test
  void thatAPodIsNoLongerAnsweredForAsShedIsToldEverywhere() throws Exception {
    var late = Duration.ofSeconds(16);

    var healthz = get("/healthz", SnapshotFixtures.shedding(), late);
    var metrics = get("/metrics", SnapshotFixtures.shedding(), late);

    assertThat(new JsonObject(healthz.body()).getString("message"))
        .isEqualTo("a slot was acquired; answered with 200 because the loop has not run for 4 s");
    assertThat(metrics.body().lines())
        .contains("metrics_sidecar_shedding{target_container=\"app\",workload=\"cart\"} 0");
  }

  private String livez(Snapshot snapshot, int seconds) throws Exception {
    var answer = get("/livez", snapshot, Duration.ofSeconds(seconds));
    return answer.statusCode() + " " + answer.body();
  }

  private HttpResponse<String> get(String path, Snapshot snapshot, Duration now) throws Exception {
    var clocks = new Clocks(now::toNanos, InstantSource.system());
    var counters = new SidecarCounters(SidecarGauges.commonLabels(snapshot));
    var server = new ProbeServer(0, new AtomicReference<>(snapshot), counters, clocks);
    var _ = vertx.deployVerticle(server).await(10, TimeUnit.SECONDS);
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(server.actualPort(), path));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
