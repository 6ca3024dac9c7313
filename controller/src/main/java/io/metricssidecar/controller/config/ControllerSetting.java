package io.metricssidecar.controller.config;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.injection.config.InjectionSetting;
import java.util.List;
import java.util.stream.Stream;

/// The settings of the controller, which has none of its own.
public final class ControllerSetting {
  /// Everything that the controller reads: the common settings and those of injected pods.
  public static List<Setting<?>> all() {
    return Stream.of(CommonSetting.ALL, InjectionSetting.ALL)
        .<Setting<?>>flatMap(List::stream)
        .toList();
  }

  private ControllerSetting() {}
}
