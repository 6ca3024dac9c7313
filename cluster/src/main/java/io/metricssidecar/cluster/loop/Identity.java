package io.metricssidecar.cluster.loop;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/// The metadata that a slim object of [Watched] keeps at least: what tells it from all others, and
/// its version, by which a watch goes on.
public final class Identity {
  /// Namespace, name, UID and resource version of an object, to which its owner may add more.
  public static ObjectMetaBuilder of(HasMetadata whole) {
    var metadata = whole.getMetadata();
    return new ObjectMetaBuilder()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion());
  }

  private Identity() {}
}
