package io.metricssidecar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.cli.command.SettingOptions;
import io.metricssidecar.contract.process.Build;
import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.injection.config.InjectionConfigReader;
import io.metricssidecar.injection.config.InjectionSetting;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.patch.Preview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `metrics-sidecar inject`.
@Command(
    name = "inject",
    mixinStandardHelpOptions = true,
    description =
        "Prints a manifest as the webhook would change it, and on standard error what was done to"
            + " each workload.")
final class InjectCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The manifest, - for standard input.")
  private String file = STANDARD_INPUT;

  /// The command with an option for every setting of injected pods.
  static CommandLine line() {
    var line = new CommandLine(new InjectCommand());
    for (var setting : InjectionSetting.ALL) {
      SettingOptions.add(line.getCommandSpec(), setting);
    }
    SettingOptions.addHidden(line.getCommandSpec(), CommonSetting.POD_NAMESPACE);
    return line;
  }

  @Override
  public Integer call() throws Failure, InvalidConfiguration {
    var preview = new Preview(options());
    try {
      var outcome = preview.inject(manifest());
      var line = spec.commandLine();
      line.getOut().print(outcome.manifest());
      line.getOut().flush();
      outcome.report().forEach(line.getErr()::println);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private InjectionOptions options() throws InvalidConfiguration {
    var settings = new SettingsReader(SettingsSource.env(SettingOptions.values(spec)));
    var reader =
        new InjectionConfigReader(
            settings, Build.version(InjectCommand.class), System.getProperty("os.arch", ""));
    var options = reader.options(reader.nativeSidecars());
    InvalidConfiguration.throwIfAny(settings.problems());
    return options;
  }

  private String manifest() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? new String(System.in.readAllBytes(), UTF_8)
        : Files.readString(Path.of(file));
  }
}
