package io.metricssidecar.webhook.certificates.secret;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Secret that all replicas share, watched, and written only if nobody has changed it since it
/// was read.
public final class SharedSecret implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(SharedSecret.class);
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private @Nullable Watched<Secret> watched;
  private volatile @Nullable Secret last;

  /// @param client to the API server
  /// @param namespace of the Secret
  /// @param name of the Secret
  public SharedSecret(KubernetesClient client, String namespace, String name) {
    this.client = requireNonNull(client, "client is null");
    this.namespace = requireNonNull(namespace, "namespace is null");
    this.name = requireNonNull(name, "name is null");
  }

  /// The namespace of the Secret.
  String namespace() {
    return namespace;
  }

  /// The name of the Secret.
  String name() {
    return name;
  }

  /// Starts the watch.
  ///
  /// @param loop woken on every change
  public void start(Loop loop) {
    watched =
        Watched.start(
            "secret",
            client.secrets().inNamespace(namespace).withName(name),
            loop,
            seen -> last = seen);
  }

  /// Whether the watch has read the Secret, or that there is none.
  public boolean synced() {
    return watched != null && watched.synced();
  }

  /// The latest observed Secret; empty until it is read, or if it does not exist.
  public Optional<Secret> latest() {
    return watched == null || !watched.synced() ? Optional.empty() : watched.single();
  }

  /// The last state of the Secret that the watch brought, also where it was deleted since; empty if
  /// there was none.
  public Optional<Secret> last() {
    return Optional.ofNullable(last);
  }

  /// Replaces the data of a Secret, unless it was changed since it was read; the watch then brings
  /// the change.
  ///
  /// @param read the Secret as read
  /// @param data decoded
  public void replace(Secret read, Map<String, String> data) {
    write(
        () ->
            client
                .resource(new SecretBuilder(read).withData(SecretData.encoded(data)).build())
                .update());
  }

  /// Creates the Secret, unless there is one by now; the watch then brings it.
  public void create(Secret secret) {
    write(
        () -> {
          var created = client.resource(secret).create();
          LOGGER.atInfo().addKeyValue("secret", name).log("Created the Secret");
          return created;
        });
  }

  private void write(Supplier<Secret> request) {
    try {
      var _ = request.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      LOGGER.atInfo().addKeyValue("secret", name).log("Secret was updated concurrently");
    }
  }

  @Override
  public void close() {
    if (watched != null) {
      watched.close();
    }
  }
}
