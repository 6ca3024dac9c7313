package io.metricssidecar.cli;

import io.metricssidecar.webhook.WebhookProcess;
import io.metricssidecar.webhook.config.InvalidConfiguration;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `metrics-sidecar webhook`: the admission webhook as a server.
final class WebhookCommand {
  static CommandSpec spec(Map<String, String> environment) {
    Action action = options -> serve(settings(options, environment));
    var spec =
        CommandSpec.wrapWithoutInspection(action).name("webhook").mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "Serves admission reviews. With --tls-cert and --tls-key it needs no cluster.");
    for (var setting : WebhookSetting.values()) {
      spec.addOption(option(setting));
    }
    return spec;
  }

  /// An option without a default of its own: the environment's value, then the setting's default.
  static OptionSpec option(WebhookSetting setting) {
    var known = setting.defaultText().isEmpty() ? "" : ", default " + setting.defaultText();
    return OptionSpec.builder(setting.option())
        .type(String.class)
        .paramLabel("VALUE")
        .description("%s (%s%s).".formatted(setting.description(), setting.env(), known))
        .build();
  }

  /// What options say, and the environment where they say nothing.
  static Map<String, String> settings(ParseResult options, Map<String, String> environment) {
    var settings = new HashMap<String, String>();
    Stream.of(WebhookSetting.values())
        .forEach(
            setting -> {
              var given = options.<String>matchedOptionValue(setting.option(), null);
              var value = given == null ? environment.get(setting.env()) : given;
              if (value != null) {
                settings.put(setting.env(), value);
              }
            });
    return settings;
  }

  private static void serve(Map<String, String> settings) throws Failure {
    try {
      var process = WebhookProcess.start(WebhookConfig.read(settings));
      Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
      new CountDownLatch(1).await();
    } catch (InvalidConfiguration e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Failure("cannot read " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new Failure("the webhook cannot start: " + causes(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String causes(Throwable problem) {
    var cause = problem.getCause();
    return cause == null ? problem.toString() : problem + ", because of " + causes(cause);
  }

  private WebhookCommand() {}
}
