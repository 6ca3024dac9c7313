package io.metricssidecar.sidecar.podmetrics;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.OverloadWhen;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.sidecar.json.ItemReader;
import io.metricssidecar.sidecar.json.Selection;
import io.metricssidecar.sidecar.json.SelectiveReader.TooLarge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The utilization of the pods of a workload, of the resource that follows traffic: CPU, unless it
/// has no limit or the user judges by memory alone. Memory rarely falls when requests go elsewhere.
/// Gathered from the items of a `PodMetricsList` one by one.
public final class PeerUtilization implements ItemReader {
  /// Maximum time between two samples of the same situation.
  private static final Duration MAX_APART = Duration.ofSeconds(60);

  /// The fields of a `PodMetricsList` that are read.
  public static final Selection SELECTION =
      Selection.of(
          "items.metadata.name",
          "items.timestamp",
          "items.window",
          "items.containers.name",
          "items.containers.usage.cpu",
          "items.containers.usage.memory");

  /// Maximum number of pods, at about 300 bytes of heap each.
  private static final int MAX_PODS = 10_000;

  private final SidecarConfig config;
  private final Limits limits;
  private final Map<String, PodSample> samples = new HashMap<>();

  /// @param limits that the utilization is a share of
  public PeerUtilization(SidecarConfig config, Limits limits) {
    this.config = requireNonNull(config, "config is null");
    this.limits = requireNonNull(limits, "limits is null");
  }

  /// The thresholds of that resource.
  public static Thresholds thresholds(SidecarSettings settings, Limits limits) {
    return byMemory(settings, limits) ? settings.memory() : settings.cpu();
  }

  /// The label selector of a workload, as text for a query; empty where it has none that can be
  /// written so.
  public static String selector(JsonObject workload) {
    try {
      var selector =
          workload
              .getJsonObject("spec", new JsonObject())
              .getJsonObject("selector", new JsonObject());
      var labels =
          new TreeMap<>(selector.getJsonObject("matchLabels", new JsonObject()).getMap())
              .entrySet().stream().map(label -> label.getKey() + "=" + label.getValue());
      var expressions =
          selector.getJsonArray("matchExpressions", new JsonArray()).stream()
              .map(JsonObject.class::cast)
              .map(PeerUtilization::requirement);
      return Stream.concat(labels, expressions).collect(Collectors.joining(","));
    } catch (RuntimeException e) {
      return "";
    }
  }

  /// A `LabelSelectorRequirement` as text for a query.
  private static String requirement(JsonObject expression) {
    var key = expression.getString("key");
    var values =
        expression.getJsonArray("values", new JsonArray()).stream()
            .map(String.class::cast)
            .collect(Collectors.joining(",", "(", ")"));
    var operator = expression.getString("operator");
    return switch (operator) {
      case "In" -> key + " in " + values;
      case "NotIn" -> key + " notin " + values;
      case "Exists" -> key;
      case "DoesNotExist" -> "!" + key;
      default -> throw new IllegalArgumentException("no such operator: " + operator);
    };
  }

  @Override
  public void read(JsonObject pod) throws TooLarge {
    var name = pod.getJsonObject("metadata", new JsonObject()).getString("name", "");
    if (PodMetrics.read(pod, config.container()) instanceof Observation.Sampled(PodSample sample)) {
      samples.put(name, sample);
    }
    if (samples.size() > MAX_PODS) {
      throw new TooLarge("more than %d pods".formatted(MAX_PODS));
    }
  }

  /// Utilization by pod name, of pods whose sample is of about the same time as the own; empty
  /// where the own pod is not among them.
  public Map<String, Double> byPod() {
    var own = samples.get(config.pod().name());
    if (own == null) {
      return Map.of();
    }
    var shares = new HashMap<String, Double>();
    samples.forEach(
        (name, sample) -> {
          var apart = Duration.between(own.timestamp(), sample.timestamp()).abs();
          var share = share(sample, config.settings(), limits);
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
