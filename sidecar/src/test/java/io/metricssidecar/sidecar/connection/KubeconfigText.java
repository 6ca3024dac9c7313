package io.metricssidecar.sidecar.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// A kubeconfig with one cluster and one user.
public final class KubeconfigText {
  /// @param server its address
  /// @param authority that signed its certificate, as PEM
  /// @param user the user's members in flow style, such as `token: secret`
  public static String of(String server, String authority, String user) {
    return """
    apiVersion: v1
    kind: Config
    current-context: one
    contexts: [{name: one, context: {cluster: one, user: one}}]
    clusters:
    - name: one
      cluster: {server: "%s", certificate-authority-data: %s}
    users:
    - name: one
      user: {%s}
    """
        .formatted(server, Base64.getEncoder().encodeToString(authority.getBytes(UTF_8)), user);
  }

  private KubeconfigText() {}
}
