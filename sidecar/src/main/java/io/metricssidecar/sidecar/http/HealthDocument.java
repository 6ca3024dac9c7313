package io.metricssidecar.sidecar.http;

import io.metricssidecar.sidecar.loop.Snapshot;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The JSON bodies of `/healthz` and of `/metrics` for `Accept: application/json`. An unknown value
/// is null, never 0.
final class HealthDocument {
  private static final double MEBI = 1024.0 * 1024.0;

  private HealthDocument() {}

  /// The body of `/healthz`.
  static JsonObject health(Snapshot snapshot, Duration now) {
    var answer = snapshot.answer(now);
    return new JsonObject()
        .put("status", answer == Snapshot.Answer.SHED ? "shedding" : "ok")
        .put("message", message(snapshot, now))
        .put("state", snapshot.state().phase().kind().name())
        .put("since", snapshot.since().toString())
        .put("deployment", deployment(snapshot, now))
        .put("container", container(snapshot, now))
        .put(
            "budget",
            new JsonObject()
                .put("slots", slots(snapshot))
                .put("holders", snapshot.budget().holders()))
        .put("sample_age_seconds", sampleAge(snapshot, now));
  }

  /// The JSON metrics in the format of the original sidecar.
  static JsonObject original(Snapshot snapshot) {
    var status = snapshot.observations().workload();
    var sample = snapshot.observations().polls().sample();
    var limits = snapshot.observations().limits();
    return new JsonObject()
        .put("deployment_replicas", status == null ? null : status.desired())
        .put("deployment_available_replicas", status == null ? null : status.available())
        .put("container_name", snapshot.config().container())
        .put("container_cpu_limit", limits.cpuMillicores())
        .put("container_mem_limit", limits.memoryBytes())
        .put("container_ready", ready(snapshot))
        .put("container_cpu_usage", sample == null ? null : millicores(sample.cpuCores()))
        .put("container_mem_usage", sample == null ? null : (long) sample.memoryBytes());
  }

  /// The number of pods that may be out: as observed in the last minute, else by the replicas as
  /// they were last read; null while neither is known.
  static @Nullable Integer slots(Snapshot snapshot) {
    var status = snapshot.observations().workload();
    if (snapshot.budget().slots() != null) {
      return snapshot.budget().slots();
    }
    return status == null ? null : snapshot.config().settings().shedding().slots(status.desired());
  }

  /// Seconds since the last sample that counts arrived; null before the first.
  static @Nullable Double sampleAge(Snapshot snapshot, Duration now) {
    var last = snapshot.state().sample();
    return last == null ? null : now.minus(last.arrived()).toMillis() / 1000.0;
  }

  /// One sentence about the state, with the denial and the problem where there is one.
  static String message(Snapshot snapshot, Duration now) {
    if (!snapshot.configProblems().isEmpty()) {
      return "the configuration is not valid: " + String.join("; ", snapshot.configProblems());
    }
    var sentence = snapshot.reason().sentence();
    var denial = snapshot.denial();
    if (denial != null) {
      sentence += "; not shed because " + denial.sentence();
    }
    if (snapshot.state().shedding() && snapshot.answer(now) != Snapshot.Answer.SHED) {
      var idle = now.minus(snapshot.lastTick()).toSeconds();
      sentence += "; answered with 200 because the loop has not run for %d s".formatted(idle);
    }
    return snapshot.observations().polls().problem().isEmpty()
        ? sentence
        : sentence + "; " + snapshot.observations().polls().problem();
  }

  /// Seconds since the workload's replicas were read; null before the first time.
  static @Nullable Double workloadAge(Snapshot snapshot, Duration now) {
    return age(snapshot.observations().workloadRead(), now);
  }

  private static @Nullable Double age(@Nullable Duration read, Duration now) {
    return read == null ? null : now.minus(read).toMillis() / 1000.0;
  }

  private static JsonObject deployment(Snapshot snapshot, Duration now) {
    var status = snapshot.observations().workload();
    return new JsonObject()
        .put(
            "name",
            snapshot.config().workload().known() ? snapshot.config().workload().name() : null)
        .put("replicas", status == null ? null : status.desired())
        .put("available_replicas", status == null ? null : status.available())
        .put("availability_percent", status == null ? null : rounded(status.availabilityPercent()))
        .put("age_seconds", workloadAge(snapshot, now));
  }

  private static JsonObject container(Snapshot snapshot, Duration now) {
    var sample = snapshot.observations().polls().sample();
    var limits = snapshot.observations().limits();
    var use = snapshot.observations().polls().utilization();
    var bytes = limits.memoryBytes();
    return new JsonObject()
        .put("name", snapshot.config().container())
        .put("ready", ready(snapshot))
        .put("ready_age_seconds", age(snapshot.observations().podRead(), now))
        .put("cpu_usage_millicores", sample == null ? null : millicores(sample.cpuCores()))
        .put("cpu_limit_millicores", limits.cpuMillicores())
        .put("cpu_percent", use == null ? null : percent(use.cpu()))
        .put("memory_usage_mb", sample == null ? null : rounded(sample.memoryBytes() / MEBI))
        .put("memory_limit_mb", bytes == null ? null : rounded(bytes / MEBI))
        .put("memory_percent", use == null ? null : percent(use.memory()));
  }

  private static @Nullable Boolean ready(Snapshot snapshot) {
    var pod = snapshot.observations().pod();
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
