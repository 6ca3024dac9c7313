package io.metricssidecar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.cli.command.SettingOptions;
import io.metricssidecar.contract.process.Build;
import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.injection.config.InjectionConfigReader;
import io.metricssidecar.injection.config.InjectionSetting;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.NativeSidecars;
import io.metricssidecar.injection.options.ServerVersion;
import io.metricssidecar.injection.patch.Preview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
  private static final String KUBERNETES = "--kubernetes";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The manifest, - for standard input.")
  private String file = STANDARD_INPUT;

  /// The newest that the product is tested with.
  private ServerVersion kubernetes = new ServerVersion(1, 36);

  @Option(
      names = KUBERNETES,
      paramLabel = "VALUE",
      description =
          "version of the API server, which decides what native sidecar auto is (default 1.36).")
  void kubernetes(@Nullable String text) {
    if (text != null) {
      kubernetes =
          ServerVersion.parse(text)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          new Problem(KUBERNETES, text, "a version such as 1.36").message()));
    }
  }

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
    var nativeSidecars = reader.nativeSidecars();
    var options = reader.options(nativeSidecars);
    InvalidConfiguration.throwIfAny(settings.problems());
    return nativeSidecars == NativeSidecars.AUTO
        ? options.withPlacement(kubernetes.placement())
        : options;
  }

  private String manifest() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? new String(System.in.readAllBytes(), UTF_8)
        : Files.readString(Path.of(file));
  }
}
