package io.metricssidecar.sidecar.http;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.exposition.TextFormat;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.sidecar.api.ApiClient;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The sidecar's endpoints. A request reads one snapshot and does no I/O.
public final class ProbeServer extends VerticleBase {
  /// With more connections than this the oldest is closed, so that nobody can keep the kubelet out
  /// by holding connections open.
  private static final int MOST_CONNECTIONS = 64;

  private static final String JSON = "application/json; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final int port;
  private final AtomicReference<Snapshot> board;
  private final SidecarCounters meters;
  private final Clocks clocks;
  private final LinkedHashSet<HttpConnection> connections = new LinkedHashSet<>();
  private @Nullable HttpServer server;

  /// @param port to listen on; 0 for any free one
  public ProbeServer(
      int port, AtomicReference<Snapshot> board, SidecarCounters meters, Clocks clocks) {
    this.port = port;
    this.board = requireNonNull(board, "board is null");
    this.meters = requireNonNull(meters, "meters is null");
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

  /// The port that is listened on, which is another than asked for where that was 0.
  public int actualPort() {
    return requireNonNull(server, "not started").actualPort();
  }

  private void connected(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(_ -> connections.remove(connection));
    if (connections.size() > MOST_CONNECTIONS) {
      connections.removeFirst().close();
    }
  }

  private void handle(HttpServerRequest request) {
    var begin = clocks.monotonic();
    route(request);
    meters.probeTook(endpoint(request), clocks.monotonic().minus(begin));
  }

  private void route(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      request.response().putHeader("Allow", "GET").putHeader("Connection", "close");
      answer(request, 405, TEXT, "only GET is allowed\n");
      return;
    }
    var snapshot = board.get();
    var now = clocks.monotonic();
    switch (request.path()) {
      case Paths.HEALTHZ -> health(request, snapshot, now);
      case Paths.LIVEZ -> live(request, snapshot, now);
      case Paths.METRICS -> metrics(request, snapshot, now);
      case Paths.EXPLAIN -> json(request, 200, Explanation.of(snapshot, now));
      case "/" -> answer(request, 200, TEXT, index());
      case null, default -> answer(request, 404, TEXT, "no such path; see /\n");
    }
  }

  private void health(HttpServerRequest request, Snapshot snapshot, Duration now) {
    if (snapshot.state().phase() instanceof Phase.Shedding shedding) {
      var wait = Math.max(1, shedding.earliest().minus(now).toSeconds());
      request.response().putHeader("Retry-After", Long.toString(wait));
      json(request, 400, HealthDocument.health(snapshot, now));
      return;
    }
    json(request, 200, HealthDocument.health(snapshot, now));
  }

  /// Alive while the loop ticks; what the state machine thinks does not matter here.
  private void live(HttpServerRequest request, Snapshot snapshot, Duration now) {
    var interval = snapshot.config().settings().pollInterval();
    var most = interval.multipliedBy(3).dividedBy(2).plus(ApiClient.TIMEOUT);
    var idle = now.minus(snapshot.lastTick());
    if (snapshot.configProblems().isEmpty() && idle.compareTo(most) > 0) {
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
        request, 200, format.contentType(), format.write(SidecarGauges.of(snapshot, meters, now)));
  }

  private void json(HttpServerRequest request, int code, JsonObject body) {
    answer(request, code, JSON, body.encodePrettily() + "\n");
  }

  private void answer(HttpServerRequest request, int code, String type, String body) {
    meters.probe(endpoint(request), code);
    request.response().setStatusCode(code).putHeader("Content-Type", type).end(body);
  }

  /// The path for metrics, of which there are few whatever is asked for.
  private static String endpoint(HttpServerRequest request) {
    var path = request.path();
    return path != null && index().contains(path + " ") ? path.substring(1) : "other";
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
