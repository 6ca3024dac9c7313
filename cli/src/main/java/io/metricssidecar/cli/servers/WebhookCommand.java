package io.metricssidecar.cli.servers;

import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.webhook.WebhookProcess;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

/// `metrics-sidecar webhook`.
@Command(
    name = "webhook",
    mixinStandardHelpOptions = true,
    description = "Serves admission reviews. With --tls-cert and --tls-key it needs no cluster.")
public final class WebhookCommand extends ServerCommand {
  public WebhookCommand() {
    super(WebhookSetting.all());
  }

  @Override
  Runnable start(Map<String, String> values) throws InvalidConfiguration, IOException {
    return WebhookProcess.start(WebhookConfig.read(values))::close;
  }
}
