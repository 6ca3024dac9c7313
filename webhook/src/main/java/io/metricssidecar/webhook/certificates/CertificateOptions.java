package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.contract.settings.Durations;
import java.time.Duration;

/// The managed objects and the waits of a rotation.
///
/// @param source of the certificate and the trust
/// @param service that the certificate is for; its namespace is also the Secret's
/// @param secret name of the Secret with the authority, or with the certificate if it is provided
/// @param configuration name of the webhook configuration
/// @param waits between the phases of a rotation
public record CertificateOptions(
    Source source, ServiceName service, String secret, String configuration, Waits waits) {
  /// Short, because timers stop while a machine sleeps, but certificates continue to age.
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

  public CertificateOptions {
    requireNonNull(source, "source is null");
    requireNonNull(service, "service is null");
    requireNonNull(secret, "secret is null");
    requireNonNull(configuration, "configuration is null");
    requireNonNull(waits, "waits is null");
  }

  /// The side that issues the certificate, and the side that maintains the trust in it.
  public enum Source {
    /// The webhook does both.
    SELF,
    /// The Secret is maintained by others; the webhook makes clients trust its `ca.crt`.
    PROVIDED,
    /// The Secret and the trust are maintained by others; the webhook never writes anything.
    READ_ONLY
  }

  /// The pace at which all objects are checked, even without a change.
  Loop.Pace pace() {
    var wait = waits.beforeSwitch();
    var interval = Durations.min(wait, MAX_INTERVAL);
    return new Loop.Pace(interval, Duration.ofMillis(20));
  }
}
