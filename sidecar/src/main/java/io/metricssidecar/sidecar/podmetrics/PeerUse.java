package io.metricssidecar.sidecar.podmetrics;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.OverloadWhen;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.decision.samples.Usage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the pods of a workload use of the resource that follows traffic: CPU, unless it has no
/// limit or the user judges by memory alone. Memory rarely falls when requests go elsewhere.
public final class PeerUse {
  /// Samples further apart than this are of different situations.
  private static final Duration APART = Duration.ofSeconds(60);

  private PeerUse() {}

  /// The thresholds of that resource.
  public static Thresholds mark(SidecarSettings settings, Limits limits) {
    return byMemory(settings, limits) ? settings.memory() : settings.cpu();
  }

  /// The label selector of a workload, as text for a query; empty where it has none that can be
  /// written so.
  public static String selector(JsonObject workload) {
    try {
      var labels =
          workload
              .getJsonObject("spec", new JsonObject())
              .getJsonObject("selector", new JsonObject())
              .getJsonObject("matchLabels", new JsonObject());
      return new TreeMap<>(labels.getMap())
          .entrySet().stream()
              .map(label -> label.getKey() + "=" + label.getValue())
              .collect(Collectors.joining(","));
    } catch (RuntimeException e) {
      return "";
    }
  }

  /// Use by pod name, of pods whose sample is of about the same time as the own; nothing where the
  /// own pod is not among them or the list cannot be read.
  public static Map<String, Double> read(JsonObject list, SidecarConfig config, Limits limits) {
    try {
      var samples = new HashMap<String, PodSample>();
      var items = list.getJsonArray("items", new JsonArray());
      for (var index = 0; index < items.size(); index++) {
        var item = items.getJsonObject(index);
        var name = item.getJsonObject("metadata", new JsonObject()).getString("name", "");
        if (PodMetrics.read(item, config.container())
            instanceof Observation.Sampled(PodSample sample)) {
          samples.put(name, sample);
        }
      }
      return shares(samples, samples.get(config.pod().name()), config.settings(), limits);
    } catch (RuntimeException e) {
      return Map.of();
    }
  }

  private static Map<String, Double> shares(
      Map<String, PodSample> samples,
      @Nullable PodSample own,
      SidecarSettings settings,
      Limits limits) {
    if (own == null) {
      return Map.of();
    }
    var shares = new HashMap<String, Double>();
    samples.forEach(
        (name, sample) -> {
          var apart = Duration.between(own.timestamp(), sample.timestamp()).abs();
          var share = share(sample.usage(), settings, limits);
          if (share != null && apart.compareTo(APART) <= 0) {
            shares.put(name, share);
          }
        });
    return shares;
  }

  private static @Nullable Double share(Usage usage, SidecarSettings settings, Limits limits) {
    if (byMemory(settings, limits)) {
      var bytes = limits.memoryBytes();
      return bytes == null ? null : usage.memoryBytes() / bytes;
    }
    var millicores = limits.cpuMillicores();
    return millicores == null ? null : usage.cpuCores() * 1000 / millicores;
  }

  private static boolean byMemory(SidecarSettings settings, Limits limits) {
    return settings.overloadWhen() == OverloadWhen.MEMORY
        || (limits.cpuMillicores() == null && settings.overloadWhen() != OverloadWhen.CPU);
  }
}
