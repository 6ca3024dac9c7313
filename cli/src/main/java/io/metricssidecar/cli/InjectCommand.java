package io.metricssidecar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.process.ProcessSetting;
import io.metricssidecar.contract.process.ProcessSettingsReader;
import io.metricssidecar.contract.settings.Build;
import io.metricssidecar.injection.config.InjectionConfigReader;
import io.metricssidecar.injection.config.InjectionSetting;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.patch.Preview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `metrics-sidecar inject`: a manifest as the webhook would leave it.
final class InjectCommand {
  private static final String FILE = "--file";
  private static final String STANDARD_INPUT = "-";

  private static final List<ProcessSetting> SETTINGS =
      Stream.concat(
              Stream.of(CommonSetting.POD_NAMESPACE),
              Stream.<ProcessSetting>of(InjectionSetting.values()))
          .toList();

  static CommandSpec spec(Map<String, String> environment) {
    Action action = options -> inject(options, environment);
    var spec =
        CommandSpec.wrapWithoutInspection(action).name("inject").mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "Prints a manifest as the webhook would leave it, and says on standard error what was"
                + " done to each workload.");
    spec.addOption(
        OptionSpec.builder("-f", FILE)
            .type(String.class)
            .paramLabel("FILE")
            .required(true)
            .description("The manifest, - for standard input.")
            .build());
    for (var setting : InjectionSetting.values()) {
      spec.addOption(ServerCommand.option(setting));
    }
    return spec;
  }

  private static void inject(ParseResult options, Map<String, String> environment) throws Failure {
    var file = options.matchedOptionValue(FILE, STANDARD_INPUT);
    var line = options.commandSpec().commandLine();
    try {
      var preview = new Preview(options(ServerCommand.settings(SETTINGS, options, environment)));
      var outcome = preview.inject(read(file));
      line.getOut().print(outcome.manifest());
      line.getOut().flush();
      outcome.report().forEach(line.getErr()::println);
    } catch (InvalidConfiguration e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static InjectionOptions options(Map<String, String> values) throws InvalidConfiguration {
    var settings = new ProcessSettingsReader(values);
    var reader = new InjectionConfigReader(settings, Build.version(InjectCommand.class));
    var options = reader.options(reader.nativeSidecars());
    settings.throwIfInvalid();
    return options;
  }

  private static String read(String file) throws IOException {
    return file.equals(STANDARD_INPUT)
        ? new String(System.in.readAllBytes(), UTF_8)
        : Files.readString(Path.of(file));
  }

  private InjectCommand() {}
}
