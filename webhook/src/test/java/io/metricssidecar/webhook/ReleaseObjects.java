package io.metricssidecar.webhook;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.util.stream.Stream;

/// What the chart installs in the namespace `tools`, before anybody has written to it.
public final class ReleaseObjects {
  /// The Secret of the authority, empty.
  public static Secret secret() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace("tools")
        .withName("metrics-sidecar-ca")
        .endMetadata()
        .build();
  }

  /// The webhook configuration with these entries, which nobody trusts.
  public static MutatingWebhookConfiguration configuration(String... entries) {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName("00-metrics-sidecar")
        .endMetadata()
        .withWebhooks(
            Stream.of(entries)
                .map(
                    name ->
                        new MutatingWebhookBuilder()
                            .withName(name)
                            .withNewClientConfig()
                            .endClientConfig()
                            .build())
                .toList())
        .build();
  }

  private ReleaseObjects() {}
}
