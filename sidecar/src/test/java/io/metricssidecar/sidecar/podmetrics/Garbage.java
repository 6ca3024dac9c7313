package io.metricssidecar.sidecar.podmetrics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// JSON objects with the right names in them and anything at all behind them.
public final class Garbage {
  private static final List<String> NAMES =
      List.of(
          "metadata",
          "uid",
          "name",
          "spec",
          "status",
          "containers",
          "containerStatuses",
          "conditions",
          "type",
          "ready",
          "state",
          "running",
          "startedAt",
          "resources",
          "limits",
          "cpu",
          "memory",
          "usage",
          "timestamp",
          "window",
          "replicas",
          "availableReplicas",
          "desiredNumberScheduled",
          "observedGeneration",
          "generation",
          "preferredVersion",
          "items");

  private Garbage() {}

  /// Any such object.
  public static Arbitrary<JsonObject> objects() {
    return nested(3);
  }

  private static Arbitrary<JsonObject> nested(int depth) {
    return Arbitraries.maps(Arbitraries.of(NAMES), values(depth))
        .ofMaxSize(6)
        .map(map -> new JsonObject(new LinkedHashMap<>(map)));
  }

  // jqwik says of no value that it may be null, and JSON null is one of the cases.
  @SuppressWarnings("NullAway")
  private static Arbitrary<Object> values(int depth) {
    var scalars =
        Arbitraries.of(
            "app",
            "True",
            "Ready",
            "250m",
            "-1",
            "1e999",
            "2026-01-01T00:00:00Z",
            "15s",
            0,
            -3,
            1.5,
            true,
            12345678901234567L);
    var some = scalars.map(Object.class::cast).injectNull(0.15);
    if (depth == 0) {
      return some;
    }
    var lists = values(depth - 1).list().ofMaxSize(3).map(list -> (Object) new JsonArray(list));
    return Arbitraries.oneOf(some, nested(depth - 1).map(Object.class::cast), lists);
  }
}
