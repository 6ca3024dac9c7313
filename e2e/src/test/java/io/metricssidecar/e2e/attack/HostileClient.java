package io.metricssidecar.e2e.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Connections to the port of a pod, as any pod of the cluster can open them: over TLS it accepts
/// every certificate.
final class HostileClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SSLContext tls = trustingEveryone();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(tls)
          .connectTimeout(PATIENCE)
          .build();

  /// Posts JSON to the webhook and returns the status code, or the kind of failure.
  ///
  /// @param path of the webhook
  String post(String ip, int port, String path, byte[] body) {
    var request =
        HttpRequest.newBuilder(URI.create("https://%s:%d%s".formatted(ip, port, path)))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      return String.valueOf(http.send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "given up";
    }
  }

  /// Opens a connection and leaves it idle.
  ///
  /// @throws IOException where the server refuses it, or takes longer than ten seconds
  Socket connect(String ip, int port) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(ip, port), (int) PATIENCE.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Opens a connection, does the TLS handshake and leaves it idle.
  ///
  /// @throws IOException as [#connect]
  Socket connectTls(String ip, int port) throws IOException {
    var plain = connect(ip, port);
    var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, ip, port, true);
    try {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.startHandshake();
      socket.setSoTimeout(0);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static SSLContext trustingEveryone() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsEveryone()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /// Accepts every certificate, of whatever name.
  private static final class TrustsEveryone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
