package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.ServiceName;

/// Which objects the keeper keeps.
///
/// @param service whose certificate it is; its namespace is the Secret's
/// @param secret that holds the authority
/// @param configuration the MutatingWebhookConfiguration
public record KeptObjects(ServiceName service, String secret, String configuration) {
  public KeptObjects {
    requireNonNull(service, "service is null");
    requireNonNull(secret, "secret is null");
    requireNonNull(configuration, "configuration is null");
  }
}
