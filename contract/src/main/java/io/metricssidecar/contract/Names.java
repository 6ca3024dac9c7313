package io.metricssidecar.contract;

/// Names of objects that more than one process uses.
public final class Names {
  /// Name of the injected container; a pod that has it, as container or init container, is
  /// injected.
  public static final String CONTAINER = "metrics-sidecar";

  /// Name of the projected token volume. A name beginning `kube-api-access-` would be mounted into
  /// every container by the ServiceAccount admission plugin.
  public static final String TOKEN_VOLUME = "metrics-sidecar-token";

  /// Default namespace of a release.
  public static final String NAMESPACE = "metrics-sidecar";

  /// Name of the webhook configuration; it sorts before those of meshes, whose webhooks must see
  /// our port.
  public static final String WEBHOOK_CONFIGURATION = "00-metrics-sidecar";

  /// Entry of the webhook configuration for pods that opt in by annotation.
  public static final String WEBHOOK = "pods.metrics-sidecar.io";

  /// Entry for pods without the annotation, in namespaces that opt in by label.
  public static final String NAMESPACE_WEBHOOK = "namespaces.metrics-sidecar.io";

  /// Secret that holds the certificate authority.
  public static final String CA_SECRET = "metrics-sidecar-ca";

  private Names() {}
}
