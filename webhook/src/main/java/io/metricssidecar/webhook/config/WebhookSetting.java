package io.metricssidecar.webhook.config;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.process.ProcessSetting;
import io.metricssidecar.injection.config.InjectionSetting;
import java.util.List;
import java.util.stream.Stream;

/// The settings of the webhook alone.
public enum WebhookSetting implements ProcessSetting {
  WEBHOOK_PORT("8443", "TLS port of /mutate; 0 takes a free one"),
  TLS_CERT("", "certificate (PEM file) to serve with, without any cluster"),
  TLS_KEY("", "key of that certificate (PEM file, PKCS #8)"),
  SERVICE_NAME("metrics-sidecar", "Service that the API server calls"),
  CERTIFICATES(
      "self",
      "self: made by the webhook; provided: read from the Secret, with the trust written by the"
          + " webhook; read-only: read from the Secret, and nothing is written"),
  CA_SECRET(
      "metrics-sidecar-ca", "Secret with the certificate authority or the provided certificate"),
  WEBHOOK_CONFIGURATION(
      "00-metrics-sidecar", "webhook configurations whose trust the webhook maintains"),
  ROTATION_WAIT("60s", "how long a new authority is trusted before it signs, at least 60s"),
  ROTATION_OVERLAP("168h", "how long an old authority stays trusted, at least 168h"),
  ROTATION_FLOOR("enforced", "enforced, or off-for-tests to allow shorter waits"),
  SHUTDOWN_DRAIN("10s", "how long to keep answering after the signal to stop");

  private final String defaultText;
  private final String description;

  WebhookSetting(String defaultText, String description) {
    this.defaultText = defaultText;
    this.description = description;
  }

  /// Everything that the webhook reads: its own settings, the common ones and those of injected
  /// pods.
  public static List<ProcessSetting> all() {
    return Stream.<ProcessSetting[]>of(values(), CommonSetting.values(), InjectionSetting.values())
        .flatMap(Stream::of)
        .toList();
  }

  @Override
  public String option() {
    return this == WEBHOOK_PORT ? "--port" : ProcessSetting.super.option();
  }

  @Override
  public String defaultText() {
    return defaultText;
  }

  @Override
  public String description() {
    return description;
  }
}
