package io.metricssidecar.sidecar.podmetrics;

import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.sidecar.json.Selection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The reader of a `PodMetrics` object of metrics.k8s.io.
public final class PodMetrics {
  /// The fields that are read.
  public static final Selection SELECTION =
      Selection.of(
          "timestamp",
          "window",
          "containers.name",
          "containers.usage.cpu",
          "containers.usage.memory");

  private PodMetrics() {}

  /// The sample of one container in the body of a successful answer; it does not throw for any
  /// body.
  public static Observation read(JsonObject body, String container) {
    try {
      return sample(body, container);
    } catch (RuntimeException e) {
      // Whatever is not shaped like PodMetrics: nulls, other types, no timestamps.
      return new Observation.Failed("the metrics API did not return a PodMetrics object");
    }
  }

  private static Observation sample(JsonObject body, String container) {
    // Go writes a list with nothing in it as null.
    var listed = body.getJsonArray("containers");
    var containers = listed == null ? new JsonArray() : listed;
    for (var index = 0; index < containers.size(); index++) {
      var candidate = containers.getJsonObject(index);
      if (container.equals(candidate.getString("name"))) {
        return sampled(body, candidate.getJsonObject("usage", new JsonObject()));
      }
    }
    return new Observation.Missing(
        "the metrics API has no sample of container %s".formatted(container));
  }

  private static Observation sampled(JsonObject body, JsonObject usage) {
    var cpu = quantity(usage, "cpu");
    var memory = quantity(usage, "memory");
    var timestamp = body.getString("timestamp");
    if (cpu.isEmpty() || memory.isEmpty() || timestamp == null) {
      return new Observation.Failed("the metrics API sent a sample without usage or timestamp");
    }
    var window = Durations.parse(body.getString("window", "")).orElse(Duration.ZERO);
    return new Observation.Sampled(
        new PodSample(
            cpu.get().doubleValue(), memory.get().doubleValue(), Instant.parse(timestamp), window));
  }

  private static Optional<Quantity> quantity(JsonObject usage, String resource) {
    return Optional.ofNullable(usage.getString(resource))
        .flatMap(Quantity::parse)
        .filter(quantity -> !quantity.negative());
  }
}
