package io.metricssidecar.cluster.connections;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// The rules for the connections of one port. `docs/security.md` has the same figures.
///
/// @param max connections at the same time
/// @param first from the opening of a connection, its TLS handshake included, to the first request
///   whose answer is due
/// @param idle from an answer to the next request; only a connection that had an answer may wait so
///   long
/// @param request from the header of a request to its last byte; one second more for every
///   [#BYTES_PER_SECOND] that have arrived, so that a large body is not too slow by its size
public record ConnectionRules(int max, Duration first, Duration idle, Duration request) {
  /// Bytes of a body that arrive in a second at least.
  public static final int BYTES_PER_SECOND = 64 * 1024;

  /// Connections of a port: an API server sends up to 600 requests at the same time, each over a
  /// connection of its own (`--max-requests-inflight` and `--max-mutating-requests-inflight`).
  public static final int MAX = 640;

  /// The rules of a port until it has its own: each connection has one request.
  public static final ConnectionRules STRICT =
      new ConnectionRules(
          MAX, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(10));

  public ConnectionRules {
    requireNonNull(first, "first is null");
    requireNonNull(idle, "idle is null");
    requireNonNull(request, "request is null");
  }
}
