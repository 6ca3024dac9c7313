package io.metricssidecar.contract.sidecar;

import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Parser;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The settings of a running sidecar: annotations on the pod template, which the webhook writes as
/// environment variables. README has the same table.
public final class SidecarSetting {
  private static final String BY_DEFAULT =
      "; by default " + Thresholds.DEFAULT_RECOVERY + " × threshold";

  private static final Parser<Percent> RECOVERY =
      Parsers.percent(0).allowing("0 to 100, lower than the threshold");

  public static final Setting<String> CONTAINER =
      Setting.of(
          "container",
          "CONTAINER_NAME",
          "",
          Parsers.text("the name of the measured container").allowing("a container's name"),
          "The measured container; by default the one that"
              + " `kubectl.kubernetes.io/default-container` names, else the first that is no known"
              + " mesh proxy");

  public static final Setting<Percent> CPU_THRESHOLD =
      Setting.of(
          "cpu-threshold-percent",
          "RESOURCE_THRESHOLD_CPU_PERCENT",
          "80",
          Parsers.percent(1),
          "Share of the CPU limit above which CPU is overloaded");

  public static final Setting<Percent> MEMORY_THRESHOLD =
      Setting.of(
          "memory-threshold-percent",
          "RESOURCE_THRESHOLD_MEMORY_PERCENT",
          "80",
          Parsers.percent(1),
          "Share of the memory limit above which memory is overloaded");

  public static final Setting<Percent> CPU_RECOVERY =
      Setting.of(
          "cpu-recovery-percent",
          "RECOVERY_CPU_PERCENT",
          "",
          RECOVERY,
          "Share of the CPU limit below which CPU has recovered" + BY_DEFAULT);

  public static final Setting<Percent> MEMORY_RECOVERY =
      Setting.of(
          "memory-recovery-percent",
          "RECOVERY_MEMORY_PERCENT",
          "",
          RECOVERY,
          "Share of the memory limit below which memory has recovered" + BY_DEFAULT);

  public static final Setting<OverloadWhen> OVERLOAD_WHEN =
      Setting.of(
          "overload-when",
          "OVERLOAD_WHEN",
          "both",
          Parsers.choice(OverloadWhen.values()),
          "The resources that must be above their thresholds; memory rarely falls when requests go"
              + " to other pods, so `cpu` is the best choice for most applications");

  public static final Setting<Percent> MINIMUM_PODS =
      Setting.of(
          "minimum-pods-percent",
          "MINIMUM_PODS_TO_KEEP_PERCENT",
          "50",
          Parsers.percent(0),
          "The floor: this share of the desired replicas is never shed");

  public static final Setting<ShedMode> MODE =
      Setting.of(
          "mode",
          "SHED_MODE",
          "auto",
          Parsers.choice(ShedMode.values()),
          "`enforce`: sheds with a slot of the budget; `observe`: reports what it would shed and"
              + " always answers 200; `local`: sheds without coordination, best effort; `auto`:"
              + " `enforce`, but `observe` for OrderedReady StatefulSets and DaemonSets");

  public static final Setting<ShedGuard> GUARD =
      Setting.of(
          "guard",
          "SHED_GUARD",
          "redistribute",
          Parsers.choice(ShedGuard.values()),
          "`redistribute`: sheds only if the other pods can carry the load; `off`: no such check");

  public static final Setting<Integer> MAX_SHED =
      Setting.of(
          "max-shed",
          "MAX_SHED",
          "",
          Parsers.integer(0, 1_000_000),
          "Maximum number of pods shed at once, even if the floor allows more");

  public static final Setting<Boolean> PER_ZONE_FLOOR =
      Setting.of(
          "per-zone-floor",
          "PER_ZONE_FLOOR",
          "false",
          Parsers.bool(),
          "`true`: the floor also holds in each zone");

  public static final Setting<Duration> POLL_INTERVAL =
      Setting.of(
          "poll-interval",
          "POLL_INTERVAL",
          "15s",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofMinutes(5), "15s"),
          "Time between two polls of the metrics API");

  public static final Setting<Duration> WARM_UP =
      Setting.of(
          "warm-up",
          "WARM_UP",
          "300s",
          Parsers.duration(Duration.ZERO, Duration.ofHours(24), "300s"),
          "Time after the start of the measured container in which nothing is shed");

  public static final Setting<Integer> PORT =
      Setting.of(
          "port",
          "HTTP_PORT",
          "8333",
          Parsers.integer(1, 65_535),
          "Port that the sidecar listens on");

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.of(
          "log-level",
          "LOG_LEVEL",
          "info",
          Parsers.choice(LogLevel.values()),
          "Lowest level of the log lines written");

  public static final Setting<Integer> PROBE_INITIAL_DELAY =
      probe("probe-initial-delay-seconds", "0", 0, 3600, "initialDelaySeconds");

  public static final Setting<Integer> PROBE_PERIOD =
      probe("probe-period-seconds", "5", 1, 300, "periodSeconds");

  public static final Setting<Integer> PROBE_TIMEOUT =
      probe("probe-timeout-seconds", "5", 1, 60, "timeoutSeconds");

  public static final Setting<Integer> PROBE_FAILURE_THRESHOLD =
      probe("probe-failure-threshold", "2", 1, 20, "failureThreshold");

  public static final Setting<Integer> PROBE_SUCCESS_THRESHOLD =
      probe("probe-success-threshold", "1", 1, 20, "successThreshold");

  /// All of them, in the order of README's table.
  public static final List<Setting<?>> ALL =
      List.of(
          CONTAINER,
          CPU_THRESHOLD,
          MEMORY_THRESHOLD,
          CPU_RECOVERY,
          MEMORY_RECOVERY,
          OVERLOAD_WHEN,
          MINIMUM_PODS,
          MODE,
          GUARD,
          MAX_SHED,
          PER_ZONE_FLOOR,
          POLL_INTERVAL,
          WARM_UP,
          PORT,
          LOG_LEVEL,
          PROBE_INITIAL_DELAY,
          PROBE_PERIOD,
          PROBE_TIMEOUT,
          PROBE_FAILURE_THRESHOLD,
          PROBE_SUCCESS_THRESHOLD);

  /// A field of the readiness probe; PROBE_PERIOD_SECONDS is the variable of
  /// `probe-period-seconds`.
  private static Setting<Integer> probe(
      String annotation, String defaultText, int min, int max, String field) {
    return Setting.of(
        annotation,
        annotation.toUpperCase(Locale.ROOT).replace('-', '_'),
        defaultText,
        Parsers.integer(min, max),
        "`" + field + "` of the sidecar's readiness probe");
  }

  private SidecarSetting() {}
}
