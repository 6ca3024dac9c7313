package io.metricssidecar.sidecar.http;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.exposition.TextFormat;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The sidecar's endpoints. A request reads one snapshot and does no I/O.
public final class ProbeServer extends VerticleBase {
  /// Above this the oldest connection is closed, so that open connections cannot keep the kubelet
  /// out.
  private static final int MAX_CONNECTIONS = 64;

  /// The loop, which ticks every second, counts as stopped after this time without a tick. A
  /// process that gets no CPU ticks late, and must not be restarted for it.
  private static final Duration STOPPED_AFTER = Duration.ofSeconds(30);

  /// The endpoints. The name in lower case is the label value in metrics, of which there are few
  /// whatever path is requested.
  private enum Endpoint {
    HEALTHZ,
    LIVEZ,
    METRICS,
    EXPLAIN,
    OTHER;

    static Endpoint of(@Nullable String path) {
      return switch (path) {
        case Paths.HEALTHZ -> HEALTHZ;
        case Paths.LIVEZ -> LIVEZ;
        case Paths.METRICS -> METRICS;
        case Paths.EXPLAIN -> EXPLAIN;
        case null, default -> OTHER;
      };
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String JSON = "application/json; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final int port;
  private final AtomicReference<Snapshot> latest;
  private final SidecarCounters counters;
  private final Clocks clocks;
  private final LinkedHashSet<HttpConnection> connections = new LinkedHashSet<>();
  private @Nullable HttpServer server;

  /// @param port to listen on; 0 for any free one
  public ProbeServer(
      int port, AtomicReference<Snapshot> latest, SidecarCounters counters, Clocks clocks) {
    this.port = port;
    this.latest = requireNonNull(latest, "latest is null");
    this.counters = requireNonNull(counters, "counters is null");
    this.clocks = requireNonNull(clocks, "clocks is null");
  }

  @Override
  public Future<?> start() {
    var options =
        new HttpServerOptions()
            .setPort(port)
            // The JDK makes this the wildcard of both families, or of IPv4 where a node has no
            // IPv6.
            .setHost("0.0.0.0")
            .setHttp2ClearTextEnabled(false)
            .setMaxInitialLineLength(2048)
            .setMaxHeaderSize(8192)
            .setIdleTimeout(20)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    return vertx
        .createHttpServer(options)
        .connectionHandler(this::connected)
        .requestHandler(this::handle)
        .listen()
        .onSuccess(listening -> server = listening);
  }

  /// The port in use, which differs from the configured one where that is 0.
  public int actualPort() {
    return requireNonNull(server, "not started").actualPort();
  }

  private void connected(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(_ -> connections.remove(connection));
    if (connections.size() > MAX_CONNECTIONS) {
      connections.removeFirst().close();
    }
  }

  private void handle(HttpServerRequest request) {
    var begin = clocks.monotonic();
    route(request);
    counters.probeTook(Endpoint.of(request.path()).label(), clocks.monotonic().minus(begin));
  }

  private void route(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      request.response().putHeader("Allow", "GET").putHeader("Connection", "close");
      answer(request, 405, TEXT, "only GET is allowed\n");
      return;
    }
    var snapshot = latest.get();
    var now = clocks.monotonic();
    switch (Endpoint.of(request.path())) {
      case HEALTHZ -> health(request, snapshot, now);
      case LIVEZ -> live(request, snapshot, now);
      case METRICS -> metrics(request, snapshot, now);
      case EXPLAIN -> json(request, 200, Explanation.of(snapshot, now));
      case OTHER -> other(request);
    }
  }

  private void other(HttpServerRequest request) {
    if ("/".equals(request.path())) {
      answer(request, 200, TEXT, index());
    } else {
      answer(request, 404, TEXT, "no such path; see /\n");
    }
  }

  private void health(HttpServerRequest request, Snapshot snapshot, Duration now) {
    var answer = snapshot.answer(now);
    if (answer == Snapshot.Answer.SHED
        && snapshot.state().phase() instanceof Phase.Shedding shedding) {
      var wait = Math.max(1, shedding.earliest().minus(now).toSeconds());
      request.response().putHeader("Retry-After", Long.toString(wait));
    }
    json(request, answer.code(), HealthDocument.health(snapshot, now));
  }

  /// Alive while the loop ticks, in whatever state: with or without rights, samples, limits and API
  /// server. With an invalid configuration there is no loop, and a restart would not help.
  private void live(HttpServerRequest request, Snapshot snapshot, Duration now) {
    var idle = now.minus(snapshot.lastTick());
    if (snapshot.configProblems().isEmpty() && idle.compareTo(STOPPED_AFTER) > 0) {
      answer(request, 503, TEXT, "the loop has not ticked for %d s\n".formatted(idle.toSeconds()));
      return;
    }
    answer(request, 200, TEXT, "ok\n");
  }

  private void metrics(HttpServerRequest request, Snapshot snapshot, Duration now) {
    var accept = request.headers().get("Accept");
    if (accept != null && accept.contains("application/json")) {
      json(request, 200, HealthDocument.original(snapshot));
      return;
    }
    var format = TextFormat.of(accept == null ? "" : accept);
    answer(
        request,
        200,
        format.contentType(),
        format.write(SidecarGauges.of(snapshot, counters, now)));
  }

  private void json(HttpServerRequest request, int code, JsonObject body) {
    answer(request, code, JSON, body.encodePrettily() + "\n");
  }

  private void answer(HttpServerRequest request, int code, String type, String body) {
    counters.probe(Endpoint.of(request.path()).label(), code);
    request.response().setStatusCode(code).putHeader("Content-Type", type).end(body);
  }

  private static String index() {
    return """
        metrics-sidecar
        /healthz  200, or 400 while the pod sheds
        /livez    200 while the process works
        /metrics  Prometheus text, OpenMetrics or JSON by Accept
        /explain  the last decision with every input
        """;
  }
}
