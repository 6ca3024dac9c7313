package io.metricssidecar.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

  /// The Service by which the API server calls the webhook.
  public static final String WEBHOOK_SERVICE = "metrics-sidecar-webhook";

  /// The first hexadecimal digits of a text's SHA-256, for names that must not collide.
  ///
  /// @param digits at most 64
  public static String hash(String text, int digits) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK does not support SHA-256", e);
    }
  }

  private Names() {}
}
