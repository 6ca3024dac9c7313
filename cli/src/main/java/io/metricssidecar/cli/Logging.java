package io.metricssidecar.cli;

import io.metricssidecar.cli.command.SettingOptions;
import io.metricssidecar.cluster.log.ProcessLog;
import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Setting;
import java.util.Map;

/// The configuration of the log, which must be known before the first logger is made. A value that
/// is invalid is reported later, with all other settings; until then the default counts.
final class Logging {
  /// Installs the log.
  static void configure(String[] arguments, Map<String, String> environment) {
    ProcessLog.install(
        value(CommonSetting.LOG_LEVEL, arguments, environment),
        value(CommonSetting.LOG_FORMAT, arguments, environment));
  }

  private static <T> T value(
      Setting<T> setting, String[] arguments, Map<String, String> environment) {
    var option = SettingOptions.name(setting) + "=";
    var text = environment.getOrDefault(setting.env(), "");
    for (var argument : arguments) {
      if (argument.startsWith(option)) {
        text = argument.substring(option.length());
      }
    }
    return setting
        .parser()
        .parse(text)
        .or(() -> setting.parser().parse(setting.defaultText()))
        .orElseThrow();
  }

  private Logging() {}
}
