package io.metricssidecar.sidecar.connection;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import org.jspecify.annotations.Nullable;

/// The open connections to the API server. For one event loop.
final class Connections {
  private final Vertx vertx;
  private @Nullable HttpClient client;
  private @Nullable ApiAccess connected;

  Connections(Vertx vertx) {
    this.vertx = requireNonNull(vertx, "vertx is null");
  }

  /// The client for this access; open connections are kept while the server is the same.
  HttpClient to(ApiAccess current) {
    var open = client;
    if (open != null && connected != null && connected.sameServer(current)) {
      return open;
    }
    if (open != null) {
      open.close();
    }
    var fresh = vertx.createHttpClient(options(current), new PoolOptions().setHttp1MaxSize(2));
    client = fresh;
    connected = current;
    return fresh;
  }

  private static HttpClientOptions options(ApiAccess current) {
    var options =
        new HttpClientOptions()
            .setSsl(true)
            .setKeepAliveTimeout(90)
            .setIdleTimeout(120)
            .setMaxHeaderSize(16_384)
            .setTrustAll(current.insecure())
            .setVerifyHost(!current.insecure());
    if (current.certificateAuthority() != null) {
      options.setTrustOptions(
          new PemTrustOptions().addCertValue(Buffer.buffer(current.certificateAuthority())));
    }
    if (current.clientCertificate() != null && current.clientKey() != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertValue(Buffer.buffer(current.clientCertificate()))
              .addKeyValue(Buffer.buffer(current.clientKey())));
    }
    return options;
  }
}
