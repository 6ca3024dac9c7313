package io.metricssidecar.cli;

import io.metricssidecar.contract.settings.Build;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The command `metrics-sidecar`. Exit codes: 0, 1 where the work failed, 2 where the command line
/// makes no sense.
public final class MetricsSidecarMain {
  private static final String MODE = "MODE";

  public static void main(String[] arguments) {
    var environment = System.getenv();
    Logging.configure(arguments, environment);
    System.exit(command(environment).execute(withMode(arguments, environment)));
  }

  /// The command with all its subcommands.
  ///
  /// @param environment that options fall back to
  static CommandLine command(Map<String, String> environment) {
    var spec = CommandSpec.create().name("metrics-sidecar").mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description("Takes an overloaded pod out of its Service until it has recovered.");
    spec.versionProvider(
        () -> new String[] {"metrics-sidecar " + Build.version(MetricsSidecarMain.class)});
    var command = new CommandLine(spec);
    command.addSubcommand(ServerCommand.webhook(environment));
    command.addSubcommand(ServerCommand.controller(environment));
    command.addSubcommand(CertsCommand.spec());
    command.addSubcommand(InjectCommand.spec(environment));
    command.setParameterExceptionHandler(MetricsSidecarMain::complain);
    command.setExecutionStrategy(MetricsSidecarMain::execute);
    return command;
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

  private static int complain(ParameterException problem, String[] arguments) {
    problem.getCommandLine().getErr().println("metrics-sidecar: " + problem.getMessage());
    return CommandLine.ExitCode.USAGE;
  }

  private static int execute(CommandLine.ParseResult result) {
    var helped = CommandLine.executeHelpRequest(result);
    if (helped != null) {
      return helped;
    }
    var chosen = result;
    while (chosen.hasSubcommand()) {
      chosen = chosen.subcommand();
    }
    var line = chosen.commandSpec().commandLine();
    return chosen.commandSpec().userObject() instanceof Action action
        ? run(action, chosen, line.getErr())
        : complain(
            new ParameterException(line, "expected a subcommand, see --help"), new String[0]);
  }

  private static int run(Action action, CommandLine.ParseResult options, PrintWriter err) {
    try {
      action.run(options);
      return CommandLine.ExitCode.OK;
    } catch (Failure failure) {
      Optional.ofNullable(failure.getMessage()).stream()
          .flatMap(String::lines)
          .forEach(line -> err.println("metrics-sidecar: " + line));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private MetricsSidecarMain() {}
}
