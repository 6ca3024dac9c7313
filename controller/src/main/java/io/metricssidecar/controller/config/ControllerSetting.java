package io.metricssidecar.controller.config;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.controller.missed.MissedPodRules;
import io.metricssidecar.injection.config.InjectionSetting;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The settings of the controller alone. `docs/configuration.md` has the same table.
public final class ControllerSetting {
  public static final Setting<MissedPodRules.Action> MISSED_PODS =
      Setting.variable(
          "MISSED_PODS",
          "report",
          Parsers.choice(MissedPodRules.Action.values()),
          "Pods that the webhook missed: report writes an Event on their workload, evict also evicts"
              + " them one after the other");

  public static final Setting<Duration> MISSED_PODS_INTERVAL =
      Setting.variable(
          "MISSED_PODS_INTERVAL",
          "5m",
          Parsers.duration("5m"),
          "Time between two searches for such pods, and age from which they are evicted");

  public static final Setting<Boolean> SHEDDING_PAUSED =
      Setting.variable(
          "SHEDDING_PAUSED", "false", Parsers.bool(), "true: shedding is paused for all workloads");

  /// Those declared here, in the order of the table.
  public static final List<Setting<?>> OWN =
      List.of(MISSED_PODS, MISSED_PODS_INTERVAL, SHEDDING_PAUSED);

  /// Everything that the controller reads: its own settings, the common ones and those of injected
  /// pods.
  public static List<Setting<?>> all() {
    return Stream.of(OWN, CommonSetting.ALL, InjectionSetting.ALL)
        .<Setting<?>>flatMap(List::stream)
        .toList();
  }

  private ControllerSetting() {}
}
