package io.metricssidecar.cli;

import io.metricssidecar.cli.certs.CertsCommand;
import io.metricssidecar.cli.command.CommandGroup;
import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.cli.command.SettingOptions;
import io.metricssidecar.cli.pause.PauseCommand;
import io.metricssidecar.cli.pause.ResumeCommand;
import io.metricssidecar.cli.servers.ControllerCommand;
import io.metricssidecar.cli.servers.WebhookCommand;
import io.metricssidecar.contract.process.Build;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The command `metrics-sidecar`. Exit codes: 0, 1 if the work failed, 2 if the arguments are
/// invalid.
@Command(
    name = "metrics-sidecar",
    mixinStandardHelpOptions = true,
    versionProvider = MetricsSidecarMain.Version.class,
    description = "Takes an overloaded pod out of its Service until it has recovered.")
public final class MetricsSidecarMain extends CommandGroup {
  private static final String MODE = "MODE";

  public static void main(String[] arguments) {
    var environment = System.getenv();
    Logging.configure(arguments, environment);
    System.exit(command(environment).execute(withMode(arguments, environment)));
  }

  /// The command with all its subcommands.
  ///
  /// @param environment of options that are not given
  static CommandLine command(Map<String, String> environment) {
    return new CommandLine(new MetricsSidecarMain())
        .addSubcommand(new WebhookCommand().line())
        .addSubcommand(new ControllerCommand().line())
        .addSubcommand(new CertsCommand())
        .addSubcommand(InjectCommand.line())
        .addSubcommand(new PauseCommand())
        .addSubcommand(new ResumeCommand())
        .setDefaultValueProvider(new SettingOptions(environment))
        .setParameterExceptionHandler(Failure::report)
        .setExecutionExceptionHandler(Failure::report);
  }

  /// In an image a server is chosen by the environment, because its arguments may be somebody
  /// else's; a subcommand wins.
  static String[] withMode(String[] arguments, Map<String, String> environment) {
    var mode = environment.getOrDefault(MODE, "");
    var named = arguments.length > 0 && !arguments[0].startsWith("-");
    var asked =
        arguments.length == 1
            && (arguments[0].equals("--version") || arguments[0].equals("--help"));
    if (mode.isEmpty() || named || asked) {
      return arguments;
    }
    var all = new String[arguments.length + 1];
    all[0] = mode;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  /// The version of the build.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"metrics-sidecar " + Build.version(MetricsSidecarMain.class)};
    }
  }

  private MetricsSidecarMain() {}
}
