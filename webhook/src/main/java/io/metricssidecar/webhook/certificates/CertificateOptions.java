package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.webhook.certificates.Certificates.Source;
import java.time.Duration;

/// Which objects are kept or read, and how slowly is replaced what they trust.
///
/// @param source of the certificate and the trust
/// @param service whose certificate it is; its namespace is the Secret's
/// @param secret that holds the authority, or the certificate where one is provided
/// @param configuration the name of the webhook configurations
/// @param waits between the phases of a rotation
public record CertificateOptions(
    Source source, ServiceName service, String secret, String configuration, Waits waits) {
  /// By the wall clock: timers stand still while a machine sleeps, certificates do not.
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  public CertificateOptions {
    requireNonNull(source, "source is null");
    requireNonNull(service, "service is null");
    requireNonNull(secret, "secret is null");
    requireNonNull(configuration, "configuration is null");
    requireNonNull(waits, "waits is null");
  }

  /// How often is looked at all of it, without a change.
  Loop.Pace pace() {
    var wait = waits.beforeSwitch();
    var interval = Durations.min(wait, LONGEST_INTERVAL);
    return new Loop.Pace(interval, Duration.ofMillis(20));
  }
}
