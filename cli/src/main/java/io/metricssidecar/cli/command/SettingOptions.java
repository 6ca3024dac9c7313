package io.metricssidecar.cli.command;

import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The settings of a process as options of a command. An option that is not given has the value of
/// its environment variable; the default is left to the reader of the settings.
///
/// @param environment by name
public record SettingOptions(Map<String, String> environment) implements IDefaultValueProvider {
  /// Adds the option of a setting to a command.
  public static void add(CommandSpec command, Setting<?> setting) {
    command.addOption(option(setting).build());
  }

  /// The same without a line in the command's help.
  public static void addHidden(CommandSpec command, Setting<?> setting) {
    command.addOption(option(setting).hidden(true).build());
  }

  private static OptionSpec.Builder option(Setting<?> setting) {
    var known = setting.defaultText().isEmpty() ? "" : "; default " + setting.defaultText();
    return OptionSpec.builder(name(setting))
        .type(String.class)
        .paramLabel("VALUE")
        .userObject(setting)
        .description(
            "%s (%s: %s%s)."
                .formatted(setting.meaning(), setting.env(), setting.parser().allowed(), known));
  }

  /// The name of a setting's option: `--health-port` for `HEALTH_PORT`.
  public static String name(Setting<?> setting) {
    return setting.equals(WebhookSetting.WEBHOOK_PORT)
        ? "--port"
        : "--" + setting.env().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The values of a command's settings, by the names of their variables.
  public static Map<String, String> values(CommandSpec command) {
    var values = new HashMap<String, String>();
    for (var option : command.options()) {
      if (option.userObject() instanceof Setting<?> setting && option.getValue() != null) {
        values.put(setting.env(), option.getValue());
      }
    }
    return values;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    var value =
        argument.userObject() instanceof Setting<?> setting ? environment.get(setting.env()) : null;
    // picocli would replace variables in it.
    return value == null ? null : value.replace("${", "$${");
  }
}
