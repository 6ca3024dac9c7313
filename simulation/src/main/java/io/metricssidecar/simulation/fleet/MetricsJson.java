package io.metricssidecar.simulation.fleet;

import io.metricssidecar.simulation.world.api.PodMetricsList;
import io.metricssidecar.simulation.world.api.PodMetricsObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;

/// The objects of metrics.k8s.io as metrics-server writes them: timestamps in whole seconds, CPU in
/// nanocores, memory in Ki.
final class MetricsJson {
  private MetricsJson() {}

  static JsonObject group(String preferred) {
    return new JsonObject()
        .put("kind", "APIGroup")
        .put("name", "metrics.k8s.io")
        .put("preferredVersion", new JsonObject().put("version", preferred));
  }

  static JsonObject of(PodMetricsObject metrics) {
    var containers = new JsonArray();
    for (var usage : metrics.containers()) {
      containers.add(
          new JsonObject()
              .put("name", usage.container())
              .put(
                  "usage",
                  new JsonObject()
                      .put("cpu", Math.round(usage.cpuCores() * 1e9) + "n")
                      .put("memory", Math.round(usage.memoryBytes() / 1024) + "Ki")));
    }
    return new JsonObject()
        .put("kind", "PodMetrics")
        .put("metadata", new JsonObject().put("name", metrics.pod()))
        .put("timestamp", metrics.timestamp().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("window", BigDecimal.valueOf(metrics.window().toMillis(), 3) + "s")
        .put("containers", containers);
  }

  static JsonObject list(PodMetricsList list) {
    return new JsonObject()
        .put("kind", "PodMetricsList")
        .put("metadata", new JsonObject())
        .put("items", new JsonArray(list.items().stream().map(MetricsJson::of).toList()));
  }
}
