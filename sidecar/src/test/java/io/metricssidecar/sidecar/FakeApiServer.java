package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.sidecar.connection.ApiAccess;
import io.metricssidecar.sidecar.connection.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// An API server over real TLS that answers what the test says. Each kind of object has one answer,
/// which may be changed at any time.
final class FakeApiServer implements AutoCloseable {
  static final String GROUP = "/apis/metrics.k8s.io";
  static final String POD_METRICS = "/namespaces/shop/pods/cart-1";
  static final String POD = "/api/v1/namespaces/shop/pods/cart-1";
  static final String PEERS = "/namespaces/shop/pods";
  static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
  static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/shop/leases/";
  static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop/deployments/cart";

  /// What is sent back.
  interface Answer {
    void to(HttpServerRequest request);
  }

  /// What came in.
  record Asked(String path, String authorization, String host) {}

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  volatile Answer discovery = json(group("v1beta1"));
  volatile Answer podMetrics = status(404);
  volatile Answer pod = json(readyPod("2026-01-01T00:00:00Z"));
  volatile Answer deployment = json(deploymentOf(3, 3));
  volatile Answer peers = status(404);
  volatile Answer slices = status(404);
  volatile Answer lease = status(404);

  /// Answers for single paths, which win over those above.
  final Map<String, Answer> others = new ConcurrentHashMap<>();

  FakeApiServer() throws TimeoutException {
    this("127.0.0.1");
  }

  FakeApiServer(String address) throws TimeoutException {
    var certificate = TestCertificate.LOOPBACK;
    var options =
        new HttpServerOptions()
            .setHost(address)
            .setPort(0)
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(certificate.certificate()))
                    .addKeyValue(Buffer.buffer(certificate.key())));
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::handle)
            .listen()
            .await(10, TimeUnit.SECONDS);
  }

  private void handle(HttpServerRequest request) {
    var headers = request.headers();
    asked.add(
        new Asked(
            String.valueOf(request.path()),
            String.valueOf(headers.get("Authorization")),
            String.valueOf(headers.get("Host"))));
    var answer =
        switch (request.path()) {
          case String path when others.containsKey(path) -> requireNonNull(others.get(path));
          case GROUP -> discovery;
          case POD -> pod;
          case DEPLOYMENT -> deployment;
          case SLICES -> slices;
          case String path when path.startsWith(LEASES) -> lease;
          case String path when path.startsWith(GROUP) && path.endsWith(POD_METRICS) -> podMetrics;
          case String path when path.startsWith(GROUP) && path.endsWith(PEERS) -> peers;
          case null, default -> status(404);
        };
    answer.to(request);
  }

  int port() {
    return server.actualPort();
  }

  /// Access with a token.
  ApiAccess access(String token) {
    return new ApiAccess(
        "127.0.0.1", port(), TestCertificate.LOOPBACK.certificate(), token, null, null, false);
  }

  /// Everything that was asked so far.
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// How often a path that ends so was asked for.
  long count(String pathEnd) {
    return asked.stream().filter(one -> one.path().endsWith(pathEnd)).count();
  }

  /// A success.
  static Answer json(JsonObject body) {
    return request -> request.response().end(body.toBuffer());
  }

  /// A success that is made anew each time.
  static Answer json(Supplier<JsonObject> body) {
    return request -> request.response().end(body.get().toBuffer());
  }

  /// A success with any bytes.
  static Answer text(String body) {
    return request -> request.response().end(body);
  }

  /// A failure, as the API server words it.
  static Answer status(int code) {
    return request ->
        request
            .response()
            .setStatusCode(code)
            .end(new JsonObject().put("kind", "Status").put("code", code).toBuffer());
  }

  /// No answer at all.
  static Answer silence() {
    return _ -> {};
  }

  /// `APIGroup` with one version.
  static JsonObject group(String version) {
    return new JsonObject()
        .put("kind", "APIGroup")
        .put("preferredVersion", new JsonObject().put("version", version));
  }

  /// `PodMetrics` of a pod with a sidecar.
  static JsonObject sample(Instant timestamp, String cpu, String memory) {
    return new JsonObject()
        .put("kind", "PodMetrics")
        .put("timestamp", timestamp.toString())
        .put("window", "15s")
        .put(
            "containers",
            new JsonArray()
                .add(container("metrics-sidecar", "1m", "40Mi"))
                .add(container("app", cpu, memory)));
  }

  private static JsonObject container(String name, String cpu, String memory) {
    return new JsonObject()
        .put("name", name)
        .put("usage", new JsonObject().put("cpu", cpu).put("memory", memory));
  }

  /// A pod that is Ready and whose measured container was started then.
  static JsonObject readyPod(String started) {
    return pod(started, true);
  }

  /// A pod whose measured container is ready or not.
  static JsonObject pod(String started, boolean mainReady) {
    var status = new JsonObject().put("type", "Ready").put("status", "True");
    var running = new JsonObject().put("running", new JsonObject().put("startedAt", started));
    var main = new JsonObject().put("name", "app").put("ready", mainReady).put("state", running);
    return new JsonObject()
        .put("metadata", new JsonObject().put("uid", "0d6c"))
        .put(
            "status",
            new JsonObject()
                .put("conditions", new JsonArray().add(status))
                .put("containerStatuses", new JsonArray().add(main)));
  }

  /// The same pod while it is being deleted, and not Ready.
  static JsonObject deletedPod(String started) {
    var pod = pod(started, true);
    pod.getJsonObject("metadata").put("deletionTimestamp", "2026-01-02T13:00:00Z");
    pod.getJsonObject("status").getJsonArray("conditions").getJsonObject(0).put("status", "False");
    return pod;
  }

  /// A Deployment that is not rolling.
  static JsonObject deploymentOf(int replicas, int available) {
    return new JsonObject()
        .put("kind", "Deployment")
        .put(
            "spec",
            new JsonObject()
                .put("replicas", replicas)
                .put(
                    "selector",
                    new JsonObject().put("matchLabels", new JsonObject().put("app", "cart"))))
        .put(
            "status",
            new JsonObject()
                .put("replicas", replicas)
                .put("availableReplicas", available)
                .put("readyReplicas", available)
                .put("updatedReplicas", replicas));
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }
}
