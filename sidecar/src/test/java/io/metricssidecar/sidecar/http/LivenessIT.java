package io.metricssidecar.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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

/// `/livez`, by which the kubelet restarts a sidecar: it fails for a loop that has stopped, and for
/// nothing else. All snapshots were published in second 0.
class LivenessIT {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() throws Exception {
    client.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"0, 200 ok", "30, 200 ok", "31, 503 the loop has not ticked for 31 s"})
  void failsThirtySecondsAfterTheLastTick(int seconds, String answer) throws Exception {
    assertThat(livez(SnapshotFixtures.unread(), seconds)).isEqualTo(answer + "\n");
  }

  @Test
  void isTheSameWhetherThePodIsShedOrMayNotBeShed() throws Exception {
    for (var snapshot : List.of(SnapshotFixtures.shedding(), SnapshotFixtures.denied())) {
      assertThat(livez(snapshot, 0)).isEqualTo("200 ok\n");
    }
  }

  /// There is no loop then, and a restart would bring the same configuration.
  @Test
  void neverFailsForAnInvalidConfiguration() throws Exception {
    assertThat(livez(SnapshotFixtures.invalid(), 3600)).isEqualTo("200 ok\n");
  }

  private String livez(Snapshot snapshot, int seconds) throws Exception {
    var clocks = new Clocks(() -> Duration.ofSeconds(seconds).toNanos(), InstantSource.system());
    var counters = new SidecarCounters(SidecarGauges.commonLabels(snapshot));
    var server = new ProbeServer(0, new AtomicReference<>(snapshot), counters, clocks);
    var _ = vertx.deployVerticle(server).await(10, TimeUnit.SECONDS);
    var uri = URI.create("http://127.0.0.1:%d/livez".formatted(server.actualPort()));
    var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }
}
