package io.metricssidecar.webhook.config;

import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.contract.process.Build;
import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.Parser;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.injection.config.InjectionConfigReader;
import io.metricssidecar.webhook.certificates.CertificateOptions;
import io.metricssidecar.webhook.config.WebhookConfig.Listen;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import io.metricssidecar.webhook.config.WebhookSetting.RotationFloor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A reader of the webhook's configuration; problems stay with the reader of single settings.
final class WebhookConfigReader {
  /// The minimum in tests.
  private static final Waits MIN_FOR_TESTS =
      new Waits(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private static final Parser<String> NAMESPACE =
      CommonSetting.POD_NAMESPACE
          .parser()
          .expecting("the namespace of this pod, unless --tls-cert and --tls-key are given");

  private final SettingsReader settings;

  /// @param settings of the process
  WebhookConfigReader(SettingsReader settings) {
    this.settings = settings;
  }

  /// The whole configuration.
  WebhookConfig config() {
    var drain = settings.read(WebhookSetting.SHUTDOWN_DRAIN);
    var listen =
        new Listen(
            settings.read(WebhookSetting.WEBHOOK_PORT),
            settings.read(CommonSetting.HEALTH_PORT),
            drain,
            Optional.of(settings.read(WebhookSetting.CLIENT_CA))
                .filter(file -> !file.isEmpty())
                .map(Path::of));
    var injection =
        new InjectionConfigReader(
            settings, Build.version(WebhookConfig.class), System.getProperty("os.arch", ""));
    var nativeSidecars = injection.nativeSidecars();
    return new WebhookConfig(
        listen,
        surroundings(),
        injection.options(nativeSidecars),
        nativeSidecars,
        settings.read(CommonSetting.LOG_LEVEL),
        settings.read(CommonSetting.LOG_FORMAT));
  }

  private Surroundings surroundings() {
    var certificate = settings.read(WebhookSetting.TLS_CERT);
    var key = settings.read(WebhookSetting.TLS_KEY);
    if (!certificate.isEmpty() || !key.isEmpty()) {
      return new Surroundings.Alone(
          Path.of(settings.required(WebhookSetting.TLS_CERT)),
          Path.of(settings.required(WebhookSetting.TLS_KEY)));
    }
    return new Surroundings.Cluster(settings.required(CommonSetting.POD_NAME), certificates());
  }

  private CertificateOptions certificates() {
    return new CertificateOptions(
        settings.read(WebhookSetting.CERTIFICATES),
        new ServiceName(
            settings.read(WebhookSetting.SERVICE_NAME),
            settings.required(CommonSetting.POD_NAMESPACE.with(NAMESPACE))),
        settings.read(WebhookSetting.CA_SECRET),
        settings.read(WebhookSetting.WEBHOOK_CONFIGURATION),
        waits());
  }

  /// Below those of production only in tests, by `ROTATION_FLOOR`.
  private Waits waits() {
    var wait = settings.read(WebhookSetting.ROTATION_WAIT);
    var overlap = settings.read(WebhookSetting.ROTATION_OVERLAP);
    var floor = settings.read(WebhookSetting.ROTATION_FLOOR);
    var min = floor == RotationFloor.ENFORCED ? Waits.PRODUCTION : MIN_FOR_TESTS;
    if (wait.compareTo(min.beforeSwitch()) < 0) {
      return tooShort(WebhookSetting.ROTATION_WAIT, wait, min.beforeSwitch());
    }
    if (overlap.compareTo(min.beforeDrop()) < 0 || overlap.compareTo(wait.multipliedBy(2)) < 0) {
      return tooShort(WebhookSetting.ROTATION_OVERLAP, overlap, min.beforeDrop());
    }
    return new Waits(wait, overlap);
  }

  private Waits tooShort(Setting<Duration> setting, Duration value, Duration min) {
    settings.report(
        setting,
        Durations.format(value),
        "at least %s, and the overlap at least twice the wait".formatted(Durations.format(min)));
    return Waits.PRODUCTION;
  }
}
