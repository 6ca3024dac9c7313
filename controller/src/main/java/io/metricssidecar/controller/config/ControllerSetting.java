package io.metricssidecar.controller.config;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Parser;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.injection.config.InjectionSetting;
import java.util.List;
import java.util.stream.Stream;

/// The settings of the controller alone. `docs/configuration.md` has the same table.
public final class ControllerSetting {
  public static final Setting<List<ScaleTarget>> SCALE_TARGETS =
      Setting.variable(
          "SCALE_TARGETS",
          "",
          Parsers.list(
              Parser.of(
                  ScaleTarget::parse,
                  target -> "%s/%s/%s".formatted(target.group(), target.resource(), target.kind()),
                  "group/resource/Kind, such as argoproj.io/rollouts/Rollout",
                  "group/resource/Kind")),
          "Workload kinds beyond those of Kubernetes");

  /// Those declared here, in the order of the table.
  public static final List<Setting<?>> OWN = List.of(SCALE_TARGETS);

  /// Everything that the controller reads: its own settings, the common ones and those of injected
  /// pods.
  public static List<Setting<?>> all() {
    return Stream.of(OWN, CommonSetting.ALL, InjectionSetting.ALL)
        .<Setting<?>>flatMap(List::stream)
        .toList();
  }

  private ControllerSetting() {}
}
