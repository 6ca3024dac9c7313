package io.metricssidecar.webhook;

import io.metricssidecar.cluster.health.Liveness;
import io.metricssidecar.cluster.health.MetricSources;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.cluster.log.ProcessLog;
import io.metricssidecar.contract.settings.LogFormat;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import io.metricssidecar.webhook.server.ServingCertificate;
import io.metricssidecar.webhook.server.WebhookServers;
import java.util.List;
import java.util.Locale;

/// The webhook as the program of a JVM of its own; prints its two ports once they are open.
final class AloneMain {
  /// With the arguments `failing FORMAT` only the servers, whose every review fails.
  public static void main(String[] arguments) throws Exception {
    var config = WebhookConfig.read(System.getenv());
    if (List.of(arguments).contains("failing")) {
      ProcessLog.install(LogLevel.WARN, LogFormat.valueOf(arguments[1].toUpperCase(Locale.ROOT)));
      fail(config);
    } else {
      ProcessLog.install(LogLevel.WARN, LogFormat.TEXT);
      var process = WebhookProcess.start(config);
      System.out.println(process.webhookPort() + " " + process.healthPort());
    }
  }

  private static void fail(WebhookConfig config) throws Exception {
    var files = (Surroundings.Alone) config.surroundings();
    var servers =
        new WebhookServers(config.listen(), new Readiness(), new Liveness(), new MetricSources());
    servers.openHealth();
    servers.serve(
        ServingCertificate.read(files.certificate(), files.key()),
        _ -> {
          throw new IllegalStateException("x\ny");
        });
    System.out.println(servers.webhookPort() + " " + servers.healthPort());
  }

  private AloneMain() {}
}
