package io.metricssidecar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metricssidecar.injection.patch.Preview;
import io.metricssidecar.webhook.config.InvalidConfiguration;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `metrics-sidecar inject`: a manifest as the webhook would leave it.
final class InjectCommand {
  private static final String FILE = "--file";
  private static final String STANDARD_INPUT = "-";

  /// The settings that concern pods.
  private static final List<WebhookSetting> SETTINGS =
      List.of(
          WebhookSetting.SIDECAR_IMAGE,
          WebhookSetting.SIDECAR_IMAGE_PULL_POLICY,
          WebhookSetting.SIDECAR_CPU_REQUEST,
          WebhookSetting.SIDECAR_CPU_LIMIT,
          WebhookSetting.SIDECAR_MEMORY_REQUEST,
          WebhookSetting.SIDECAR_MEMORY_LIMIT,
          WebhookSetting.IMAGE_PULL_SECRETS,
          WebhookSetting.NATIVE_SIDECAR,
          WebhookSetting.STRICT,
          WebhookSetting.DENIED_NAMESPACES,
          WebhookSetting.ALLOW_IMAGE_ANNOTATION,
          WebhookSetting.MESH_ANNOTATIONS);

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
    SETTINGS.forEach(setting -> spec.addOption(WebhookCommand.option(setting)));
    return spec;
  }

  private static void inject(ParseResult options, Map<String, String> environment) throws Failure {
    var file = options.matchedOptionValue(FILE, STANDARD_INPUT);
    var line = options.commandSpec().commandLine();
    try {
      var preview =
          new Preview(WebhookConfig.readInjection(WebhookCommand.settings(options, environment)));
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

  private static String read(String file) throws IOException {
    return file.equals(STANDARD_INPUT)
        ? new String(System.in.readAllBytes(), UTF_8)
        : Files.readString(Path.of(file));
  }

  private InjectCommand() {}
}
