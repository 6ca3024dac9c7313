package io.metricssidecar.controller.config;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.process.ProcessSetting;
import io.metricssidecar.injection.config.InjectionSetting;
import java.util.List;
import java.util.stream.Stream;

/// The settings of the controller alone.
public enum ControllerSetting implements ProcessSetting {
  SCALE_TARGETS(
      "", "workload kinds beyond those of Kubernetes, group/resource/Kind separated by commas");

  private final String defaultText;
  private final String description;

  ControllerSetting(String defaultText, String description) {
    this.defaultText = defaultText;
    this.description = description;
  }

  /// Everything that the controller reads: its own settings, the common ones and those of injected
  /// pods.
  public static List<ProcessSetting> all() {
    return Stream.<ProcessSetting[]>of(values(), CommonSetting.values(), InjectionSetting.values())
        .flatMap(Stream::of)
        .toList();
  }

  @Override
  public String defaultText() {
    return defaultText;
  }

  @Override
  public String description() {
    return description;
  }
}
