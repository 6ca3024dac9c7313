package io.metricssidecar.sidecar;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A budget Lease with one slot under compare-and-swap.
final class FakeLease implements FakeApiServer.Answer {
  /// What becomes of a write that names the last version.
  enum Writes {
    APPLIED,
    /// Somebody else's write comes first, each time.
    OVERTAKEN,
    /// Refused with 403.
    FORBIDDEN,
    /// Answered with 500.
    FAILED
  }

  private static final String HOLDER = "holder.metrics-sidecar/";

  private JsonObject lease =
      new JsonObject()
          .put("kind", "Lease")
          .put(
              "metadata",
              new JsonObject()
                  .put("uid", "l1")
                  .put("resourceVersion", "1")
                  .put(
                      "annotations",
                      new JsonObject()
                          .put("metrics-sidecar/format", "1")
                          .put("metrics-sidecar/slots", "1")));

  private Writes writes = Writes.APPLIED;

  synchronized void writes(Writes next) {
    writes = next;
  }

  /// The UIDs of the holders.
  synchronized Set<String> holders() {
    return lease.getJsonObject("metadata").getJsonObject("annotations").fieldNames().stream()
        .filter(key -> key.startsWith(HOLDER))
        .map(key -> key.substring(HOLDER.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Writes the annotation that stops shedding; null removes it.
  synchronized void paused(@Nullable String text) {
    var metadata = lease.getJsonObject("metadata");
    var annotations = metadata.getJsonObject("annotations");
    if (text == null) {
      annotations.remove("metrics-sidecar/paused");
    } else {
      annotations.put("metrics-sidecar/paused", text);
    }
    metadata.put(
        "resourceVersion",
        Integer.toString(Integer.parseInt(metadata.getString("resourceVersion")) + 1));
  }

  /// Adds this many annotations of somebody else.
  synchronized void annotate(int count) {
    var annotations = lease.getJsonObject("metadata").getJsonObject("annotations");
    for (var i = 0; i < count; i++) {
      annotations.put("a/%d".formatted(i), "");
    }
  }

  @Override
  public void to(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.PUT)) {
      request
          .body()
          .onSuccess(
              body -> request.response().setStatusCode(write(body.toJsonObject())).end("{}"));
    } else {
      request.response().end(text());
    }
  }

  private synchronized String text() {
    return lease.encode();
  }

  private synchronized int write(JsonObject changed) {
    var version = lease.getJsonObject("metadata").getString("resourceVersion");
    if (!changed.getJsonObject("metadata").getString("resourceVersion").equals(version)) {
      return 409;
    }
    return switch (writes) {
      case APPLIED -> {
        lease = changed;
        stamp(version);
        yield 200;
      }
      case OVERTAKEN -> {
        stamp(version);
        yield 409;
      }
      case FORBIDDEN -> 403;
      case FAILED -> 500;
    };
  }

  private void stamp(String last) {
    lease
        .getJsonObject("metadata")
        .put("resourceVersion", Integer.toString(Integer.parseInt(last) + 1));
  }
}
