package io.metricssidecar.sidecar.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metricssidecar.sidecar.api.Transport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An API server with one pod, its Deployment and its metrics, which answers at once. What was
/// asked is in [#asked], in order.
final class PodApi implements Transport {
  /// What was asked so far: `pod`, `workload`, `metrics`, `versions`.
  final List<String> asked = new ArrayList<>();

  private final Supplier<Instant> wall;
  private String cpu = "100m";
  private boolean readable = true;
  private boolean ready = true;
  private boolean mainReady = true;
  private boolean deleted;
  private @Nullable Instant started;
  private int available = 4;

  /// @param wall time of day
  PodApi(Instant started, Supplier<Instant> wall) {
    this.started = started;
    this.wall = wall;
  }

  /// From now on the container uses this much, in samples that are new every 15 s.
  void uses(String next) {
    cpu = next;
  }

  void answers(boolean next) {
    readable = next;
  }

  void ready(boolean next) {
    ready = next;
  }

  void mainReady(boolean next) {
    mainReady = next;
  }

  void deleted() {
    deleted = true;
  }

  void started(@Nullable Instant next) {
    started = next;
  }

  /// The number of available pods, of four.
  void available(int next) {
    available = next;
  }

  @Override
  public Future<Void> exchange(Request request, Receiver receiver) {
    if (!readable) {
      receiver.head(new Head(503, Optional.empty()));
      return Future.succeededFuture();
    }
    receiver.head(new Head(200, Optional.empty()));
    var kind = kind(request.path());
    asked.add(kind);
    var body =
        switch (kind) {
          case "metrics" -> metrics();
          case "versions" -> versions();
          case "pod" -> pod();
          default -> deployment();
        };
    receiver.chunk(body.encode().getBytes(UTF_8));
    return Future.succeededFuture();
  }

  private static String kind(String path) {
    if (path.startsWith("/apis/metrics.k8s.io/")) {
      return "metrics";
    }
    if (path.startsWith("/apis/metrics.k8s.io")) {
      return "versions";
    }
    return path.contains("/pods/") ? "pod" : "workload";
  }

  @Override
  public void renew() {}

  private JsonObject pod() {
    var metadata = new JsonObject().put("uid", "0d6c");
    if (deleted) {
      metadata.put("deletionTimestamp", "2026-11-22T12:00:00Z");
    }
    var running = new JsonObject();
    if (started != null) {
      running.put("startedAt", started.toString());
    }
    var main =
        new JsonObject()
            .put("name", "app")
            .put("ready", mainReady)
            .put("state", new JsonObject().put("running", running));
    var condition = new JsonObject().put("type", "Ready").put("status", ready ? "True" : "False");
    return new JsonObject()
        .put("metadata", metadata)
        .put(
            "status",
            new JsonObject()
                .put("conditions", new JsonArray().add(condition))
                .put("containerStatuses", new JsonArray().add(main)));
  }

  private static JsonObject versions() {
    return new JsonObject().put("preferredVersion", new JsonObject().put("version", "v1beta1"));
  }

  private JsonObject metrics() {
    var tick = wall.get().getEpochSecond() / 15 * 15;
    var usage = new JsonObject().put("cpu", cpu).put("memory", "100Mi");
    return new JsonObject()
        .put("metadata", new JsonObject().put("name", "cart-1"))
        .put("timestamp", Instant.ofEpochSecond(tick).toString())
        .put("window", "15s")
        .put(
            "containers",
            new JsonArray().add(new JsonObject().put("name", "app").put("usage", usage)));
  }

  private JsonObject deployment() {
    return new JsonObject()
        .put("kind", "Deployment")
        .put("spec", new JsonObject().put("replicas", 4))
        .put(
            "status",
            new JsonObject()
                .put("replicas", 4)
                .put("updatedReplicas", 4)
                .put("readyReplicas", available)
                .put("availableReplicas", available));
  }
}
