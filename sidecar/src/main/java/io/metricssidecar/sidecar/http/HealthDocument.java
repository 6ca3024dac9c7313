package io.metricssidecar.sidecar.http;

import io.metricssidecar.sidecar.loop.Snapshot;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The JSON bodies of `/healthz` and of `/metrics` for `Accept: application/json`. What is not
/// known is null, never 0.
final class HealthDocument {
  private static final double MEBI = 1024.0 * 1024.0;

  private HealthDocument() {}

  /// Body of `/healthz`.
  static JsonObject health(Snapshot snapshot, Duration now) {
    var shedding = snapshot.state().shedding();
    return new JsonObject()
        .put("status", shedding ? "shedding" : "ok")
        .put("message", message(snapshot))
        .put("state", snapshot.state().phase().label())
        .put("since", snapshot.since().toString())
        .put("deployment", deployment(snapshot))
        .put("container", container(snapshot))
        .put(
            "budget",
            new JsonObject()
                .put("slots", slots(snapshot))
                .put("holders", snapshot.budget().holders()))
        .put("sample_age_seconds", sampleAge(snapshot, now));
  }

  /// Body of the original's JSON metrics.
  static JsonObject original(Snapshot snapshot) {
    var status = snapshot.facts().workload();
    var sample = snapshot.facts().sample();
    var limits = snapshot.facts().limits();
    return new JsonObject()
        .put("deployment_replicas", status == null ? null : status.desired())
        .put("deployment_available_replicas", status == null ? null : status.available())
        .put("container_name", snapshot.config().container())
        .put("container_cpu_limit", limits.cpuMillicores())
        .put("container_mem_limit", limits.memoryBytes())
        .put("container_ready", ready(snapshot))
        .put("container_cpu_usage", sample == null ? null : millicores(sample.usage().cpuCores()))
        .put("container_mem_usage", sample == null ? null : (long) sample.usage().memoryBytes());
  }

  /// How many pods may be out: as last seen when leave was asked for, else by the replicas; null
  /// while neither is known.
  static @Nullable Integer slots(Snapshot snapshot) {
    var status = snapshot.facts().workload();
    if (snapshot.budget().slots() != null) {
      return snapshot.budget().slots();
    }
    return status == null ? null : snapshot.config().settings().shedding().slots(status.desired());
  }

  /// Seconds since the last sample that counted arrived; null before the first.
  static @Nullable Double sampleAge(Snapshot snapshot, Duration now) {
    var last = snapshot.state().lastFresh();
    return last == null ? null : now.minus(last).toMillis() / 1000.0;
  }

  /// One sentence about the state, with the trouble there is.
  static String message(Snapshot snapshot) {
    if (!snapshot.configProblems().isEmpty()) {
      return "the configuration is not valid: " + String.join("; ", snapshot.configProblems());
    }
    var sentence = snapshot.reason().sentence();
    var refusal = snapshot.refusal();
    if (refusal != null) {
      sentence += "; not shed because " + refusal.sentence();
    }
    return snapshot.facts().trouble().isEmpty()
        ? sentence
        : sentence + "; " + snapshot.facts().trouble();
  }

  private static JsonObject deployment(Snapshot snapshot) {
    var status = snapshot.facts().workload();
    return new JsonObject()
        .put(
            "name",
            snapshot.config().workload().known() ? snapshot.config().workload().name() : null)
        .put("replicas", status == null ? null : status.desired())
        .put("available_replicas", status == null ? null : status.available())
        .put("availability_percent", status == null ? null : rounded(status.availabilityPercent()));
  }

  private static JsonObject container(Snapshot snapshot) {
    var sample = snapshot.facts().sample();
    var limits = snapshot.facts().limits();
    var use = snapshot.facts().utilization();
    var bytes = limits.memoryBytes();
    return new JsonObject()
        .put("name", snapshot.config().container())
        .put("ready", ready(snapshot))
        .put("cpu_usage_millicores", sample == null ? null : millicores(sample.usage().cpuCores()))
        .put("cpu_limit_millicores", limits.cpuMillicores())
        .put("cpu_percent", use == null ? null : percent(use.cpu()))
        .put(
            "memory_usage_mb", sample == null ? null : rounded(sample.usage().memoryBytes() / MEBI))
        .put("memory_limit_mb", bytes == null ? null : rounded(bytes / MEBI))
        .put("memory_percent", use == null ? null : percent(use.memory()));
  }

  private static @Nullable Boolean ready(Snapshot snapshot) {
    var pod = snapshot.facts().pod();
    return pod == null ? null : pod.mainReady();
  }

  private static long millicores(double cores) {
    return (long) Math.ceil(cores * 1000);
  }

  private static @Nullable Double percent(@Nullable Double ratio) {
    return ratio == null ? null : rounded(ratio * 100);
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
