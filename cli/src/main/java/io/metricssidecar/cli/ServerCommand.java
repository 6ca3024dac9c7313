package io.metricssidecar.cli;

import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.process.ProcessSetting;
import io.metricssidecar.controller.ControllerProcess;
import io.metricssidecar.controller.config.ControllerConfig;
import io.metricssidecar.controller.config.ControllerSetting;
import io.metricssidecar.webhook.WebhookProcess;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The subcommands that run a server process until it is told to stop.
final class ServerCommand {
  /// `metrics-sidecar webhook`.
  static CommandSpec webhook(Map<String, String> environment) {
    return spec(
        "webhook",
        "Serves admission reviews. With --tls-cert and --tls-key it needs no cluster.",
        WebhookSetting.all(),
        environment,
        settings -> WebhookProcess.start(WebhookConfig.read(settings)));
  }

  /// `metrics-sidecar controller`.
  static CommandSpec controller(Map<String, String> environment) {
    return spec(
        "controller",
        "Gives sidecars their access, maintains the budget Leases and writes Events.",
        ControllerSetting.all(),
        environment,
        settings -> ControllerProcess.start(ControllerConfig.read(settings)));
  }

  /// Starts a process by its settings.
  @FunctionalInterface
  private interface Server {
    AutoCloseable start(Map<String, String> settings) throws InvalidConfiguration, IOException;
  }

  private static CommandSpec spec(
      String name,
      String description,
      List<ProcessSetting> settings,
      Map<String, String> environment,
      Server server) {
    Action action = options -> serve(name, server, settings(settings, options, environment));
    var spec = CommandSpec.wrapWithoutInspection(action).name(name).mixinStandardHelpOptions(true);
    spec.usageMessage().description(description);
    settings.forEach(setting -> spec.addOption(option(setting)));
    return spec;
  }

  /// An option without a default of its own: the environment's value, then the setting's default.
  static OptionSpec option(ProcessSetting setting) {
    var known = setting.defaultText().isEmpty() ? "" : ", default " + setting.defaultText();
    return OptionSpec.builder(setting.option())
        .type(String.class)
        .paramLabel("VALUE")
        .description("%s (%s%s).".formatted(setting.description(), setting.env(), known))
        .build();
  }

  /// What options say, and the environment where they say nothing.
  static Map<String, String> settings(
      List<ProcessSetting> settings, ParseResult options, Map<String, String> environment) {
    var values = new HashMap<String, String>();
    for (var setting : settings) {
      var given = options.<String>matchedOptionValue(setting.option(), null);
      var value = given == null ? environment.get(setting.env()) : given;
      if (value != null) {
        values.put(setting.env(), value);
      }
    }
    return values;
  }

  private static void serve(String name, Server server, Map<String, String> settings)
      throws Failure {
    try {
      var process = server.start(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(process), "shutdown"));
      new CountDownLatch(1).await();
    } catch (InvalidConfiguration e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Failure("cannot read " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new Failure("the %s cannot start: %s".formatted(name, causes(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable process) {
    try {
      process.close();
    } catch (Exception e) {
      throw new IllegalStateException("the process did not stop", e);
    }
  }

  private static String causes(Throwable problem) {
    var cause = problem.getCause();
    return cause == null ? problem.toString() : problem + ", because of " + causes(cause);
  }

  private ServerCommand() {}
}
