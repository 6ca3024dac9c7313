package io.metricssidecar.webhook.config;

import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.injection.config.InjectionSetting;
import io.metricssidecar.webhook.certificates.CertificateOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The settings of the webhook alone. `docs/configuration.md` has the same table.
public final class WebhookSetting {
  public static final Setting<Integer> WEBHOOK_PORT =
      Setting.variable(
          "WEBHOOK_PORT", "8443", Parsers.port(), "TLS port of /mutate; 0 takes a free one");

  public static final Setting<String> TLS_CERT =
      Setting.variable(
          "TLS_CERT",
          "",
          Parsers.text("the certificate's file").allowing("a PEM file"),
          "Certificate to serve with, without any cluster");

  public static final Setting<String> TLS_KEY =
      Setting.variable(
          "TLS_KEY",
          "",
          Parsers.text("the key's file").allowing("a PEM file, PKCS #8"),
          "Key of that certificate");

  public static final Setting<String> CLIENT_CA =
      Setting.variable(
          "CLIENT_CA",
          "",
          Parsers.text("the file of authorities").allowing("a PEM file"),
          "Authorities of the client certificate that the TLS port then requires, such as the API"
              + " server's; read at the start");

  public static final Setting<String> SERVICE_NAME =
      Setting.variable(
          "SERVICE_NAME",
          Names.WEBHOOK_SERVICE,
          Parsers.text("the name of a Service"),
          "Name of the Service that the API server calls");

  public static final Setting<CertificateOptions.Source> CERTIFICATES =
      Setting.variable(
          "CERTIFICATES",
          "self",
          Parsers.choice(CertificateOptions.Source.values()),
          "self: made by the webhook; provided: read from the Secret, with the trust written by the"
              + " webhook; read-only: read from the Secret, and nothing is written");

  public static final Setting<String> CA_SECRET =
      Setting.variable(
          "CA_SECRET",
          "metrics-sidecar-ca",
          Parsers.text("the name of a Secret"),
          "Name of the Secret with the certificate authority or the provided certificate");

  public static final Setting<String> WEBHOOK_CONFIGURATION =
      Setting.variable(
          "WEBHOOK_CONFIGURATION",
          "00-metrics-sidecar",
          Parsers.text("a MutatingWebhookConfiguration"),
          "Name of the webhook configuration whose trust the webhook maintains");

  public static final Setting<Duration> ROTATION_WAIT =
      rotation(
          "ROTATION_WAIT",
          "60s",
          Waits.PRODUCTION.beforeSwitch(),
          "Time that a new authority is trusted before it signs");

  public static final Setting<Duration> ROTATION_OVERLAP =
      rotation(
          "ROTATION_OVERLAP",
          "168h",
          Waits.PRODUCTION.beforeDrop(),
          "Time that an old authority stays trusted, at least twice that wait");

  public static final Setting<RotationFloor> ROTATION_FLOOR =
      Setting.variable(
          "ROTATION_FLOOR",
          "enforced",
          Parsers.choice(RotationFloor.values()),
          "off-for-tests: shorter waits are allowed, which are safe in no cluster");

  public static final Setting<Duration> SHUTDOWN_DRAIN =
      Setting.variable(
          "SHUTDOWN_DRAIN",
          "10s",
          Parsers.duration("10s"),
          "Time to keep answering after the signal to stop");

  /// Those declared here, in the order of the table.
  public static final List<Setting<?>> OWN =
      List.of(
          WEBHOOK_PORT,
          TLS_CERT,
          TLS_KEY,
          CLIENT_CA,
          SERVICE_NAME,
          CERTIFICATES,
          CA_SECRET,
          WEBHOOK_CONFIGURATION,
          ROTATION_WAIT,
          ROTATION_OVERLAP,
          ROTATION_FLOOR,
          SHUTDOWN_DRAIN);

  /// Everything that the webhook reads: its own settings, the common ones and those of injected
  /// pods.
  public static List<Setting<?>> all() {
    return Stream.of(OWN, CommonSetting.ALL, InjectionSetting.ALL)
        .<Setting<?>>flatMap(List::stream)
        .toList();
  }

  /// A wait, whose minimum depends on [#ROTATION_FLOOR].
  private static Setting<Duration> rotation(
      String env, String defaultText, Duration min, String meaning) {
    return Setting.variable(
        env,
        defaultText,
        Parsers.duration(defaultText).allowing(Durations.shortest(min) + " or more"),
        meaning);
  }

  /// The minimum of the waits.
  public enum RotationFloor {
    /// The waits of production.
    ENFORCED,
    /// Waits that are safe in no cluster.
    OFF_FOR_TESTS
  }

  private WebhookSetting() {}
}
