package io.metricssidecar.sidecar;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.sidecar.api.Transport;
import io.metricssidecar.sidecar.connection.ApiAccess;
import io.metricssidecar.sidecar.connection.VertxTransport;
import io.metricssidecar.sidecar.loop.Environment;
import io.metricssidecar.sidecar.loop.ManualTime;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One sidecar against a fake API server, with real sockets and time that is moved by hand.
public final class SidecarFixture implements AutoCloseable {
  /// A sidecar that needs no warm-up, judges by CPU and keeps half of the pods.
  public static final Map<String, String> ENV =
      Map.of(
          "NAMESPACE", "shop",
          "POD_NAME", "cart-1",
          "POD_UID", "0d6c",
          "DEPLOYMENT_NAME", "cart",
          "CONTAINER_NAME", "app",
          "CPU_LIMIT_MILLICORES", "1000",
          "MEMORY_LIMIT_BYTES", "1073741824",
          "OVERLOAD_WHEN", "cpu",
          "SHED_MODE", "local",
          "WARM_UP", "0s");

  /// The API timeout is in real time, unlike all else here: longer than a busy machine may stall.
  private static final Duration PATIENT = Duration.ofSeconds(15);

  final ManualTime time = new ManualTime();
  final FakeApiServer api;
  public final Sidecar sidecar;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client = HttpClient.newBuilder().build();

  private SidecarFixture(
      FakeApiServer api, Parsed<SidecarConfig> parsed, ApiAccess.Source access, Duration apiTimeout)
      throws Exception {
    this.api = api;
    var environment = new Environment(time.clocks(), time, new SplittableRandom(1));
    var transport = new VertxTransport(vertx, access, apiTimeout, time.clocks().nanoTime());
    sidecar = Sidecar.start(parsed, transport, vertx, environment).await(10, TimeUnit.SECONDS);
  }

  /// A sidecar with some variables other than [#ENV].
  static SidecarFixture with(Map<String, String> changed) throws Exception {
    var api = new FakeApiServer();
    return with(api, changed, () -> api.access("token"));
  }

  /// A sidecar with another way to the API server.
  static SidecarFixture with(
      FakeApiServer api, Map<String, String> changed, ApiAccess.Source access) throws Exception {
    var env = new HashMap<>(ENV);
    env.putAll(changed);
    return new SidecarFixture(api, onAnyPort(SidecarConfig.fromEnv(env)), access, PATIENT);
  }

  /// A sidecar with the timeout of the product, for an API server that does not answer.
  static SidecarFixture impatient() throws Exception {
    var api = new FakeApiServer();
    var parsed = onAnyPort(SidecarConfig.fromEnv(ENV));
    return new SidecarFixture(api, parsed, () -> api.access("token"), Transport.TIMEOUT);
  }

  /// A sidecar that waits this long for the API server, and for its way to it.
  static SidecarFixture impatient(FakeApiServer api, ApiAccess.Source access, Duration timeout)
      throws Exception {
    return new SidecarFixture(api, onAnyPort(SidecarConfig.fromEnv(ENV)), access, timeout);
  }

  public static SidecarFixture started() throws Exception {
    return with(Map.of());
  }

  private static Parsed<SidecarConfig> onAnyPort(Parsed<SidecarConfig> reading) {
    var config = reading.value();
    return new Parsed<>(
        new SidecarConfig(
            config.pod(),
            config.workload(),
            config.lease(),
            config.container(),
            config.limits(),
            config.settings().withPort(0)),
        reading.problems(),
        reading.warnings());
  }

  /// From now on the container uses this much, in samples that are new every 15 s.
  void use(String cpu) {
    api.podMetrics =
        FakeApiServer.json(
            () -> {
              var ticks = time.passed().toSeconds() / 15;
              var timestamp = time.wall().minus(time.passed()).plusSeconds(ticks * 15);
              return FakeApiServer.sample(timestamp, cpu, "100Mi");
            });
  }

  public HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> send(String method, String path) throws Exception {
    var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10));
    return client.send(
        request.method(method, HttpRequest.BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + sidecar.port() + path);
  }

  JsonObject explain() throws Exception {
    return new JsonObject(get("/explain").body());
  }

  String state() throws Exception {
    return explain().getString("state");
  }

  /// The value of one series, by the line's beginning.
  public String metric(String series) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> line.substring(series.length() + 1))
        .findFirst()
        .orElse("absent");
  }

  /// Lets a second pass, and waits until the sidecar waits for nothing: the API server answers in
  /// real time, in which no second of ours may pass.
  void second() throws Exception {
    time.pass(Duration.ofSeconds(1));
    var patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!explain().getJsonArray("waiting_for").isEmpty()) {
      if (System.nanoTime() > patience) {
        throw new AssertionError("still waiting after 20 s: " + explain().encodePrettily());
      }
    }
  }

  void seconds(int count) throws Exception {
    for (var passed = 0; passed < count; passed++) {
      second();
    }
  }

  /// Lets time pass until the state is there; how many seconds that took.
  int until(String state, int most) throws Exception {
    for (var passed = 0; passed <= most; passed++) {
      if (state().equals(state)) {
        return passed;
      }
      second();
    }
    throw new AssertionError(
        "not %s after %d s but %s".formatted(state, most, explain().encodePrettily()));
  }

  @Override
  public void close() throws TimeoutException {
    client.close();
    sidecar.stop().await(10, TimeUnit.SECONDS);
    api.close();
  }
}
