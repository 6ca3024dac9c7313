package io.metricssidecar.sidecar.connection;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The address of the API server and the credentials of this process.
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
  /// The place that access is read from, again and again, because tokens and authorities change.
  /// Reading may block and so belongs on a worker thread.
  public interface Source {
    /// Reads it.
    ///
    /// @throws IOException when it cannot be read, with a sentence for people
    ApiAccess load() throws IOException;
  }

  public ApiAccess {
    requireNonNull(host, "host is null");
  }

  /// Whether server and authority are the same, so that open connections may be kept when the token
  /// changes.
  boolean sameServer(ApiAccess other) {
    return host.equals(other.host)
        && port == other.port
        && Objects.equals(certificateAuthority, other.certificateAuthority)
        && Objects.equals(clientCertificate, other.clientCertificate)
        && Objects.equals(clientKey, other.clientKey)
        && insecure == other.insecure;
  }

  /// Never shows a token or key.
  @Override
  public String toString() {
    return "ApiAccess[%s:%d]".formatted(host, port);
  }
}
