package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.certs.rotation.CaSecret;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Secret that all replicas share, read by a watch and written only where nobody has written in
/// the meantime.
final class SharedSecret implements AutoCloseable {
  /// Any new text in this annotation of the Secret asks for a rotation.
  static final String ROTATE = "metrics-sidecar/rotate";

  private static final Logger LOGGER = LoggerFactory.getLogger(SharedSecret.class);
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final CertificateOptions objects;
  private @Nullable Watched<Secret> watched;

  SharedSecret(KubernetesClient client, CertificateOptions objects) {
    this.client = requireNonNull(client, "client is null");
    this.objects = requireNonNull(objects, "objects is null");
  }

  /// The Secret at one moment.
  ///
  /// @param object as the API server sent it
  /// @param content of the object
  record Version(Secret object, CaSecret content) {
    Version {
      requireNonNull(object, "object is null");
      requireNonNull(content, "content is null");
    }
  }

  /// Starts to watch.
  void start(Loop loop) {
    var secret =
        client.secrets().inNamespace(objects.service().namespace()).withName(objects.secret());
    watched = Watched.start("secret", secret, loop);
  }

  /// As last seen; empty while it has not been seen or does not exist.
  Optional<Version> seen() {
    var known = watched;
    return known == null || !known.synced()
        ? Optional.empty()
        : known.single().map(secret -> new Version(secret, content(secret)));
  }

  private static CaSecret content(Secret secret) {
    var annotations = secret.getMetadata().getAnnotations();
    var wanted = annotations == null ? "" : annotations.getOrDefault(ROTATE, "");
    return CaSecret.read(SecretData.decoded(secret), wanted);
  }

  /// Writes in the place of what was seen, unless somebody else has; the watch brings what then
  /// counts.
  void replace(Version seen, CaSecret content) {
    try {
      var data = SecretData.encoded(content.data());
      client.resource(new SecretBuilder(seen.object()).withData(data).build()).update();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      LOGGER.atInfo().log("Another replica wrote the Secret first");
    }
  }

  @Override
  public void close() {
    if (watched != null) {
      watched.close();
    }
  }
}
