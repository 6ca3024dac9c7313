package io.metricssidecar.sidecar.podmetrics;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.OverloadWhen;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The utilization of the pods of a workload, of the resource that follows traffic: CPU, unless it
/// has no limit or the user judges by memory alone. Memory rarely falls when requests go elsewhere.
public final class PeerUtilization {
  /// Maximum time between two samples of the same situation.
  private static final Duration MAX_APART = Duration.ofSeconds(60);

  private PeerUtilization() {}

  /// The thresholds of that resource.
  public static Thresholds thresholds(SidecarSettings settings, Limits limits) {
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

  /// Utilization by pod name, of pods whose sample is of about the same time as the own; empty
  /// where the own pod is not among them or the list cannot be read.
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
          var share = share(sample, settings, limits);
          if (share != null && apart.compareTo(MAX_APART) <= 0) {
            shares.put(name, share);
          }
        });
    return shares;
  }

  private static @Nullable Double share(PodSample sample, SidecarSettings settings, Limits limits) {
    if (byMemory(settings, limits)) {
      var bytes = limits.memoryBytes();
      return bytes == null ? null : sample.memoryBytes() / bytes;
    }
    var millicores = limits.cpuMillicores();
    return millicores == null ? null : sample.cpuCores() * 1000 / millicores;
  }

  private static boolean byMemory(SidecarSettings settings, Limits limits) {
    return settings.overloadWhen() == OverloadWhen.MEMORY
        || (limits.cpuMillicores() == null && settings.overloadWhen() != OverloadWhen.CPU);
  }
}
