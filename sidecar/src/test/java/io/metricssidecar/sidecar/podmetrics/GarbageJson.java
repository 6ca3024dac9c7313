package io.metricssidecar.sidecar.podmetrics;

import io.metricssidecar.testing.generators.Gen;
import io.metricssidecar.testing.generators.Gens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON objects with the right names in them and anything at all behind them.
public final class GarbageJson {
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

  private GarbageJson() {}

  /// Any such object.
  public static Gen<JsonObject> objects() {
    return nested(3);
  }

  private static Gen<JsonObject> nested(int depth) {
    return Gens.maps(Gens.elements(NAMES), values(depth), 6)
        .map(map -> new JsonObject(new LinkedHashMap<>(map)));
  }

  private static Gen<@Nullable Object> values(int depth) {
    var scalars =
        Gens.<Object>of(
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
                12345678901234567L)
            .orNull(0.15);
    if (depth == 0) {
      return scalars;
    }
    return Gens.oneOf(scalars, nested(depth - 1), values(depth - 1).list(0, 3).map(JsonArray::new));
  }
}
