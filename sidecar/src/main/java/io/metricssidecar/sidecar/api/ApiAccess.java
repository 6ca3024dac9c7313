package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Where the API server is and how this process is known to it.
///
/// @param host name or address
/// @param port TCP port
/// @param certificateAuthority PEM that its certificate must verify against; null for the JDK's own
///   authorities
/// @param token bearer token; null where a client certificate is used
/// @param clientCertificate PEM; null without one
/// @param clientKey PEM; null without one
/// @param insecure whether the user asked not to verify the server (kubeconfig
///   `insecure-skip-tls-verify`)
public record ApiAccess(
    String host,
    int port,
    @Nullable String certificateAuthority,
    @Nullable String token,
    @Nullable String clientCertificate,
    @Nullable String clientKey,
    boolean insecure) {
  public ApiAccess {
    requireNonNull(host, "host is null");
  }

  /// Same server and authority, so that open connections may be kept when the token changes.
  boolean sameServer(ApiAccess other) {
    return host.equals(other.host)
        && port == other.port
        && java.util.Objects.equals(certificateAuthority, other.certificateAuthority)
        && java.util.Objects.equals(clientCertificate, other.clientCertificate)
        && java.util.Objects.equals(clientKey, other.clientKey)
        && insecure == other.insecure;
  }

  /// Never shows a token or key.
  @Override
  public String toString() {
    return "ApiAccess[%s:%d]".formatted(host, port);
  }
}
