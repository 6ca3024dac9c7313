package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Secret that all replicas share, watched, and written only if nobody has changed it since it
/// was read.
final class SharedSecret implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(SharedSecret.class);
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final CertificateOptions options;
  private @Nullable Watched<Secret> watched;

  SharedSecret(KubernetesClient client, CertificateOptions options) {
    this.client = requireNonNull(client, "client is null");
    this.options = requireNonNull(options, "options is null");
  }

  /// Starts the watch.
  ///
  /// @param loop woken on every change
  void start(Loop loop) {
    var secret =
        client.secrets().inNamespace(options.service().namespace()).withName(options.secret());
    watched = Watched.start("secret", secret, loop);
  }

  /// Whether the watch has read the Secret, or that there is none.
  boolean synced() {
    return watched != null && watched.synced();
  }

  /// The latest observed Secret; empty until it is read, or if it does not exist.
  Optional<Secret> latest() {
    return watched == null || !watched.synced() ? Optional.empty() : watched.single();
  }

  /// Replaces the data of a Secret, unless it was changed since it was read; the watch then brings
  /// the change.
  ///
  /// @param read the Secret as read
  /// @param data decoded
  void replace(Secret read, Map<String, String> data) {
    try {
      client.resource(new SecretBuilder(read).withData(SecretData.encoded(data)).build()).update();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      LOGGER
          .atInfo()
          .addKeyValue("secret", options.secret())
          .log("Secret was updated concurrently");
    }
  }

  @Override
  public void close() {
    if (watched != null) {
      watched.close();
    }
  }
}
