package io.metricssidecar.cluster.connections;

import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/// The limits that all HTTP servers of a process have.
public final class BoundedServer {
  /// Bytes of a request line.
  public static final int MAX_LINE = 2048;

  /// Bytes of all headers of a request.
  public static final int MAX_HEADERS = 8192;

  /// Seconds for a TLS handshake.
  public static final int HANDSHAKE_SECONDS = 5;

  /// Options with these limits, for HTTP/1.1 alone.
  ///
  /// @param idleSeconds without any traffic after which a connection is closed
  public static HttpServerOptions options(int idleSeconds) {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setUseAlpn(false)
        .setMaxInitialLineLength(MAX_LINE)
        .setMaxHeaderSize(MAX_HEADERS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout(idleSeconds)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  private BoundedServer() {}
}
