package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.settings.Thresholds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything a user can set on a running sidecar, by annotation or by environment.
///
/// @param cpu thresholds of CPU use, of the limit
/// @param memory thresholds of memory use, of the limit
/// @param overloadWhen which of the two make an overload
/// @param shedding under which conditions an overloaded pod leaves its Service
/// @param pollInterval between two readings of metrics.k8s.io
/// @param probe the readiness probe that the kubelet runs on the sidecar
/// @param port the sidecar listens on
/// @param logLevel how much is logged
public record SidecarSettings(
    Thresholds cpu,
    Thresholds memory,
    OverloadWhen overloadWhen,
    Shedding shedding,
    Duration pollInterval,
    Probe probe,
    int port,
    LogLevel logLevel) {
  private static final int MOST_PODS = 1_000_000;

  public SidecarSettings {
    requireNonNull(cpu, "cpu is null");
    requireNonNull(memory, "memory is null");
    requireNonNull(overloadWhen, "overloadWhen is null");
    requireNonNull(shedding, "shedding is null");
    requireNonNull(pollInterval, "pollInterval is null");
    requireNonNull(probe, "probe is null");
    requireNonNull(logLevel, "logLevel is null");
  }

  /// Reads all settings; each bad one has its default in the result and its problem in the list.
  public static Parsed<SidecarSettings> read(SettingsSource source) {
    var reader = new SettingsReader(source);
    var settings =
        new SidecarSettings(
            reader.mark(Setting.CPU_THRESHOLD, Setting.CPU_RECOVERY),
            reader.mark(Setting.MEMORY_THRESHOLD, Setting.MEMORY_RECOVERY),
            reader.choice(Setting.OVERLOAD_WHEN, OverloadWhen.class),
            shedding(reader),
            reader.duration(Setting.POLL_INTERVAL, Duration.ofSeconds(1), Duration.ofMinutes(5)),
            probe(reader),
            reader.integer(Setting.PORT, 1, 65_535),
            reader.choice(Setting.LOG_LEVEL, LogLevel.class));
    return new Parsed<>(settings, reader.problems(), warnings(settings));
  }

  private static List<String> warnings(SidecarSettings settings) {
    return settings.shedding().mode() == ShedMode.LOCAL
        ? List.of(
            "mode local is best effort: pods do not agree on who leaves, so the floor may break")
        : List.of();
  }

  private static Shedding shedding(SettingsReader reader) {
    return new Shedding(
        reader.choice(Setting.MODE, ShedMode.class),
        reader.choice(Setting.GUARD, ShedGuard.class),
        reader.percent(Setting.MINIMUM_PODS, 0),
        reader.optionalInteger(Setting.MAX_SHED, 0, MOST_PODS),
        reader.flag(Setting.PER_ZONE_FLOOR),
        reader.duration(Setting.WARM_UP, Duration.ZERO, Duration.ofHours(24)));
  }

  private static Probe probe(SettingsReader reader) {
    return new Probe(
        reader.integer(Setting.PROBE_INITIAL_DELAY, 0, 3600),
        reader.integer(Setting.PROBE_PERIOD, 1, 300),
        reader.integer(Setting.PROBE_TIMEOUT, 1, 60),
        reader.integer(Setting.PROBE_FAILURE_THRESHOLD, 1, 20),
        reader.integer(Setting.PROBE_SUCCESS_THRESHOLD, 1, 20));
  }

  /// The same on another port.
  public SidecarSettings withPort(int other) {
    return new SidecarSettings(
        cpu, memory, overloadWhen, shedding, pollInterval, probe, other, logLevel);
  }

  /// The environment that [#read] reads back to the same value, in the order of [Setting].
  public Map<String, String> toEnv() {
    var env = new LinkedHashMap<String, String>();
    put(env, Setting.CPU_THRESHOLD, cpu.threshold());
    put(env, Setting.MEMORY_THRESHOLD, memory.threshold());
    put(env, Setting.CPU_RECOVERY, cpu.recovery());
    put(env, Setting.MEMORY_RECOVERY, memory.recovery());
    put(env, Setting.OVERLOAD_WHEN, SettingsReader.text(overloadWhen));
    put(env, Setting.MINIMUM_PODS, shedding.minimumPods());
    put(env, Setting.MODE, SettingsReader.text(shedding.mode()));
    put(env, Setting.GUARD, SettingsReader.text(shedding.guard()));
    if (shedding.maxShed() != null) {
      put(env, Setting.MAX_SHED, shedding.maxShed());
    }
    put(env, Setting.PER_ZONE_FLOOR, shedding.perZoneFloor());
    put(env, Setting.POLL_INTERVAL, Durations.format(pollInterval));
    put(env, Setting.WARM_UP, Durations.format(shedding.warmUp()));
    put(env, Setting.PORT, port);
    put(env, Setting.LOG_LEVEL, SettingsReader.text(logLevel));
    put(env, Setting.PROBE_INITIAL_DELAY, probe.initialDelaySeconds());
    put(env, Setting.PROBE_PERIOD, probe.periodSeconds());
    put(env, Setting.PROBE_TIMEOUT, probe.timeoutSeconds());
    put(env, Setting.PROBE_FAILURE_THRESHOLD, probe.failureThreshold());
    put(env, Setting.PROBE_SUCCESS_THRESHOLD, probe.successThreshold());
    return env;
  }

  private static void put(Map<String, String> env, Setting setting, Object value) {
    env.put(setting.env(), value.toString());
  }
}
