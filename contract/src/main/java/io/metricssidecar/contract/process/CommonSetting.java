package io.metricssidecar.contract.process;

import io.metricssidecar.contract.settings.LogFormat;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Setting;
import java.util.List;

/// The settings that both server processes have. `docs/configuration.md` has the same table.
public final class CommonSetting {
  public static final Setting<Integer> HEALTH_PORT =
      Setting.variable(
          "HEALTH_PORT",
          "8080",
          Parsers.port(),
          "Port of /livez, /readyz and /metrics; 0 takes a free one");

  public static final Setting<String> POD_NAME =
      Setting.variable("POD_NAME", "", Parsers.text("the name of this pod"), "Name of this pod");

  public static final Setting<String> POD_NAMESPACE =
      Setting.variable(
          "POD_NAMESPACE",
          "",
          Parsers.text("the namespace of this pod"),
          "Namespace of this pod and of the release");

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.variable(
          "LOG_LEVEL",
          "info",
          Parsers.choice(LogLevel.values()),
          "Lowest level of the log lines written");

  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.variable(
          "LOG_FORMAT",
          "text",
          Parsers.choice(LogFormat.values()),
          "Format of the log lines; json: one object a line");

  /// All of them, in the order of the table.
  public static final List<Setting<?>> ALL =
      List.of(HEALTH_PORT, POD_NAME, POD_NAMESPACE, LOG_LEVEL, LOG_FORMAT);

  private CommonSetting() {}
}
