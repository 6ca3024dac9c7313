package io.metricssidecar.cluster.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class HealthServerIT {
  private final Readiness readiness = new Readiness();
  private final Liveness liveness = new Liveness();
  private final MetricSources metrics = new MetricSources();
  private HttpClient client;
  private Vertx vertx;
  private HealthServer server;

  @BeforeEach
  void open() {
    client = HttpClient.newHttpClient();
    vertx = Vertx.vertx();
    server = new HealthServer(vertx, readiness, liveness, metrics);
    assertThat(server.port()).isEqualTo(-1);
    server.open(0);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
    client.close();
  }

  @Test
  void isReadyWhileEveryConditionHoldsAndNobodyStopsIt() throws Exception {
    assertThat(get("/readyz")).isEqualTo("200 ok\n");

    var holds = new AtomicBoolean();
    readiness.require("second", () -> false);
    readiness.require("first", holds::get);
    assertThat(get("/readyz")).isEqualTo("503 not ready: first, second\n");

    holds.set(true);
    assertThat(get("/readyz")).isEqualTo("503 not ready: second\n");

    readiness.stop();
    assertThat(get("/readyz")).isEqualTo("503 not ready: stopping\n");
    assertThat(get("/livez")).isEqualTo("200 ok\n");
  }

  @Test
  void namesWhatFailsAndStaysReady() throws Exception {
    var failing = new AtomicReference<>(List.of("loop a failed 3 times", "loop b failed once"));
    readiness.mention(failing::get);
    assertThat(get("/readyz"))
        .isEqualTo("200 ok\nfailing: loop a failed 3 times\nfailing: loop b failed once\n");

    readiness.require("first", () -> false);
    assertThat(get("/readyz"))
        .isEqualTo(
            "503 not ready: first\nfailing: loop a failed 3 times\nfailing: loop b failed once\n");

    failing.set(List.of());
    assertThat(get("/readyz")).isEqualTo("503 not ready: first\n");
    assertThat(get("/livez")).isEqualTo("200 ok\n");
  }

  @Test
  void isNotAliveWhileAPartIsDead() throws Exception {
    var dead = new AtomicReference<>(List.of("loop a has ended", "loop b made no progress"));
    liveness.watch(dead::get);
    assertThat(get("/livez"))
        .isEqualTo("503 not alive: loop a has ended, loop b made no progress\n");
    assertThat(get("/readyz")).isEqualTo("200 ok\n");

    dead.set(List.of());
    assertThat(get("/livez")).isEqualTo("200 ok\n");
  }

  @Test
  void servesTheMetricsOfAllPartsInTheirOrder() throws Exception {
    metrics.include(() -> List.of(Gauge.of("b", "First.", 1)));
    metrics.include(() -> List.of(Gauge.of("a", "Second.", 2)));

    assertThat(get("/metrics"))
        .isEqualTo(
            """
            200 # HELP b First.
            # TYPE b gauge
            b 1
            # HELP a Second.
            # TYPE a gauge
            a 2
            """);
    assertThat(
            send("/metrics", "application/openmetrics-text").headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
  }

  /// The port closes a connection after its answer, which must not cut the answer off.
  @Test
  void servesAPageWholeThatIsLargerThanTheBuffersOfAConnection() throws Exception {
    metrics.include(() -> List.of(Gauge.of("a", "x".repeat(20_000_000), 1)));

    assertThat(get("/metrics"))
        .isEqualTo("200 # HELP a %s\n# TYPE a gauge\na 1\n".formatted("x".repeat(20_000_000)));
  }

  @Test
  void answersAnyOtherPathWithOneLine() throws Exception {
    assertThat(get("/")).isEqualTo("404 nothing is served at this path\n");
  }

  private String get(String path) throws Exception {
    var response = send(path, "*/*");
    return response.statusCode() + " " + response.body();
  }

  private HttpResponse<String> send(String path, String accept) throws Exception {
    var uri = URI.create("http://localhost:%d%s".formatted(server.port(), path));
    return client.send(
        HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
  }
}
