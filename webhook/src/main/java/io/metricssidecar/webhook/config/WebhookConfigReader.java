package io.metricssidecar.webhook.config;

import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.process.ProcessSettingsReader;
import io.metricssidecar.contract.settings.Build;
import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.config.InjectionConfigReader;
import io.metricssidecar.webhook.certificates.CertificateOptions;
import io.metricssidecar.webhook.certificates.Certificates;
import io.metricssidecar.webhook.config.WebhookConfig.Listen;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import java.nio.file.Path;
import java.time.Duration;

/// A reader of the webhook's configuration; problems stay with the reader of single settings.
final class WebhookConfigReader {
  /// The minimum in tests.
  private static final Waits MIN_FOR_TESTS =
      new Waits(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final ProcessSettingsReader settings;

  /// @param settings of the process
  WebhookConfigReader(ProcessSettingsReader settings) {
    this.settings = settings;
  }

  /// The whole configuration.
  WebhookConfig config() {
    var drain = settings.duration(WebhookSetting.SHUTDOWN_DRAIN);
    var listen =
        new Listen(
            settings.port(WebhookSetting.WEBHOOK_PORT),
            settings.port(CommonSetting.HEALTH_PORT),
            drain);
    var injection = new InjectionConfigReader(settings, Build.version(WebhookConfig.class));
    var nativeSidecars = injection.nativeSidecars();
    return new WebhookConfig(
        listen,
        surroundings(),
        injection.options(nativeSidecars),
        nativeSidecars,
        settings.choice(CommonSetting.LOG_LEVEL, LogLevel.class));
  }

  private Surroundings surroundings() {
    var certificate = settings.text(WebhookSetting.TLS_CERT);
    var key = settings.text(WebhookSetting.TLS_KEY);
    if (!certificate.isEmpty() || !key.isEmpty()) {
      return new Surroundings.Alone(
          Path.of(settings.required(WebhookSetting.TLS_CERT, "the certificate's file")),
          Path.of(settings.required(WebhookSetting.TLS_KEY, "the key's file")));
    }
    return new Surroundings.Cluster(
        settings.required(CommonSetting.POD_NAME, "the name of this pod"), certificates());
  }

  private CertificateOptions certificates() {
    return new CertificateOptions(
        settings.choice(WebhookSetting.CERTIFICATES, Certificates.Source.class),
        new ServiceName(
            settings.required(WebhookSetting.SERVICE_NAME, "the name of a Service"),
            settings.required(
                CommonSetting.POD_NAMESPACE,
                "the namespace of this pod, unless --tls-cert and --tls-key are given")),
        settings.required(WebhookSetting.CA_SECRET, "the name of a Secret"),
        settings.required(WebhookSetting.WEBHOOK_CONFIGURATION, "a MutatingWebhookConfiguration"),
        waits());
  }

  /// Below those of production only in tests, by `ROTATION_FLOOR`.
  private Waits waits() {
    var wait = settings.duration(WebhookSetting.ROTATION_WAIT);
    var overlap = settings.duration(WebhookSetting.ROTATION_OVERLAP);
    var floor = settings.choice(WebhookSetting.ROTATION_FLOOR, RotationFloor.class);
    var min = floor == RotationFloor.ENFORCED ? Waits.PRODUCTION : MIN_FOR_TESTS;
    if (wait.compareTo(min.beforeSwitch()) < 0) {
      return tooShort(WebhookSetting.ROTATION_WAIT, wait, min.beforeSwitch());
    }
    if (overlap.compareTo(min.beforeDrop()) < 0 || overlap.compareTo(wait.multipliedBy(2)) < 0) {
      return tooShort(WebhookSetting.ROTATION_OVERLAP, overlap, min.beforeDrop());
    }
    return new Waits(wait, overlap);
  }

  private Waits tooShort(WebhookSetting setting, Duration value, Duration min) {
    settings.report(
        new Problem(
            setting.env(),
            Durations.format(value),
            "at least %s, and the overlap at least twice the wait"
                .formatted(Durations.format(min))));
    return Waits.PRODUCTION;
  }

  /// The minimum of the waits.
  private enum RotationFloor {
    /// The waits of production.
    ENFORCED,
    /// Waits that are safe in no cluster.
    OFF_FOR_TESTS
  }
}
