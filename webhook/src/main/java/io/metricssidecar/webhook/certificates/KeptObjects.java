package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Rotation.Waits;
import io.metricssidecar.certs.ServiceName;

/// Which objects the keeper keeps, and how slowly it replaces what they trust.
///
/// @param service whose certificate it is; its namespace is the Secret's
/// @param secret that holds the authority
/// @param configuration the name of the webhook configurations
/// @param waits between the phases of a rotation
public record KeptObjects(ServiceName service, String secret, String configuration, Waits waits) {
  public KeptObjects {
    requireNonNull(service, "service is null");
    requireNonNull(secret, "secret is null");
    requireNonNull(configuration, "configuration is null");
    requireNonNull(waits, "waits is null");
  }
}
