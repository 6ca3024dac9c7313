package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The values of all settings of a running sidecar ([SidecarSetting]).
///
/// @param cpu thresholds of the CPU usage, as shares of the limit
/// @param memory thresholds of the memory usage, as shares of the limit
/// @param overloadWhen the resources that must be above their thresholds
/// @param shedding the conditions under which an overloaded pod may be shed
/// @param pollInterval time between two polls of metrics.k8s.io
/// @param probe the readiness probe on the sidecar's container
/// @param port that the sidecar listens on
/// @param logLevel lowest level of the log lines written
public record SidecarSettings(
    Thresholds cpu,
    Thresholds memory,
    OverloadWhen overloadWhen,
    Shedding shedding,
    Duration pollInterval,
    Probe probe,
    int port,
    LogLevel logLevel) {
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
    return read(source, List.of());
  }

  /// The result where no source has any setting, as for most pods. A class of its own, because a
  /// sidecar never needs it.
  private static final class Unset {
    static final Parsed<SidecarSettings> SETTINGS =
        parsed(new SettingsReader(SettingsSource.annotations(Map.of())));

    private Unset() {}
  }

  /// Reads all settings of a source that has defaults in other sources; what is bad in those is
  /// among the warnings, because it is not the user's mistake.
  ///
  /// @param defaults further sources, the first of them first
  public static Parsed<SidecarSettings> read(SettingsSource source, List<SettingsSource> defaults) {
    var reader = new SettingsReader(source, defaults);
    for (var setting : SidecarSetting.ALL) {
      if (reader.isSet(setting)) {
        return parsed(reader);
      }
    }
    return Unset.SETTINGS;
  }

  private static Parsed<SidecarSettings> parsed(SettingsReader reader) {
    var settings = read(reader);
    var warnings =
        Stream.concat(
                reader.problemsOfDefaults().stream().map(Problem::message),
                settings.warnings().stream())
            .toList();
    return new Parsed<>(settings, reader.problems(), warnings);
  }

  /// Reads all settings; the reader collects the problems.
  static SidecarSettings read(SettingsReader reader) {
    return new SidecarSettings(
        thresholds(reader, SidecarSetting.CPU_THRESHOLD, SidecarSetting.CPU_RECOVERY),
        thresholds(reader, SidecarSetting.MEMORY_THRESHOLD, SidecarSetting.MEMORY_RECOVERY),
        reader.read(SidecarSetting.OVERLOAD_WHEN),
        shedding(reader),
        reader.read(SidecarSetting.POLL_INTERVAL),
        probe(reader),
        reader.read(SidecarSetting.PORT),
        reader.read(SidecarSetting.LOG_LEVEL));
  }

  /// Sentences on settings that are valid but may not do what the user expects.
  List<String> warnings() {
    return shedding.mode() == ShedMode.LOCAL
        ? List.of(
            "mode local is best effort: pods do not agree on who leaves, so the floor may break")
        : List.of();
  }

  private static Thresholds thresholds(
      SettingsReader reader, Setting<Percent> threshold, Setting<Percent> recovery) {
    var high = reader.read(threshold);
    if (!reader.isSet(recovery)) {
      return Thresholds.at(high);
    }
    var lower =
        recovery
            .parser()
            .filter(
                percent -> percent.compareTo(high) < 0,
                "a number from 0 to 100, lower than %s (%s)"
                    .formatted(reader.field(threshold), high));
    return reader
        .optional(recovery.with(lower))
        .map(percent -> new Thresholds(high, percent))
        .orElseGet(() -> Thresholds.at(high));
  }

  private static Shedding shedding(SettingsReader reader) {
    return new Shedding(
        reader.read(SidecarSetting.MODE),
        reader.read(SidecarSetting.GUARD),
        reader.read(SidecarSetting.MINIMUM_PODS),
        reader.optional(SidecarSetting.MAX_SHED).orElse(null),
        reader.read(SidecarSetting.PER_ZONE_FLOOR),
        reader.read(SidecarSetting.WARM_UP));
  }

  private static Probe probe(SettingsReader reader) {
    return new Probe(
        reader.read(SidecarSetting.PROBE_INITIAL_DELAY),
        reader.read(SidecarSetting.PROBE_PERIOD),
        reader.read(SidecarSetting.PROBE_TIMEOUT),
        reader.read(SidecarSetting.PROBE_FAILURE_THRESHOLD),
        reader.read(SidecarSetting.PROBE_SUCCESS_THRESHOLD));
  }

  /// The same settings with another port.
  public SidecarSettings withPort(int other) {
    return new SidecarSettings(
        cpu, memory, overloadWhen, shedding, pollInterval, probe, other, logLevel);
  }

  /// The environment that [#read] reads back to the same value, in the order of [SidecarSetting].
  public Map<String, String> toEnv() {
    var env = new LinkedHashMap<String, String>();
    put(env, SidecarSetting.CPU_THRESHOLD, cpu.threshold());
    put(env, SidecarSetting.MEMORY_THRESHOLD, memory.threshold());
    put(env, SidecarSetting.CPU_RECOVERY, cpu.recovery());
    put(env, SidecarSetting.MEMORY_RECOVERY, memory.recovery());
    put(env, SidecarSetting.OVERLOAD_WHEN, overloadWhen);
    put(env, SidecarSetting.MINIMUM_PODS, shedding.minimumPods());
    put(env, SidecarSetting.MODE, shedding.mode());
    put(env, SidecarSetting.GUARD, shedding.guard());
    if (shedding.maxShed() != null) {
      put(env, SidecarSetting.MAX_SHED, shedding.maxShed());
    }
    put(env, SidecarSetting.PER_ZONE_FLOOR, shedding.perZoneFloor());
    put(env, SidecarSetting.POLL_INTERVAL, pollInterval);
    put(env, SidecarSetting.WARM_UP, shedding.warmUp());
    put(env, SidecarSetting.PORT, port);
    put(env, SidecarSetting.LOG_LEVEL, logLevel);
    put(env, SidecarSetting.PROBE_INITIAL_DELAY, probe.initialDelaySeconds());
    put(env, SidecarSetting.PROBE_PERIOD, probe.periodSeconds());
    put(env, SidecarSetting.PROBE_TIMEOUT, probe.timeoutSeconds());
    put(env, SidecarSetting.PROBE_FAILURE_THRESHOLD, probe.failureThreshold());
    put(env, SidecarSetting.PROBE_SUCCESS_THRESHOLD, probe.successThreshold());
    return env;
  }

  private static <T> void put(Map<String, String> env, Setting<T> setting, T value) {
    env.put(setting.env(), setting.parser().format(value));
  }
}
