package io.metricssidecar.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.metricssidecar.injection.pod.Json;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/// One TLS connection to a webhook, used byte by byte.
final class AloneClient implements Closeable {
  private final Socket socket;

  /// The answer to a request.
  ///
  /// @param status code and reason
  record Answer(String status, String body) {
    /// The `response` of an admission review.
    JsonNode response() throws IOException {
      return Json.MAPPER.readTree(body).path("response");
    }
  }

  private AloneClient(Socket socket) {
    this.socket = requireNonNull(socket, "socket is null");
  }

  /// A connection without a handshake.
  static Socket plain(AloneProcess webhook) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), webhook.webhookPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /// A connection whose handshake has ended.
  static AloneClient connect(AloneProcess webhook) throws IOException {
    var socket =
        (SSLSocket)
            webhook
                .context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), webhook.webhookPort());
    socket.setSoTimeout(60_000);
    socket.startHandshake();
    return new AloneClient(socket);
  }

  /// Sends bytes as they are.
  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /// Sends the head of a request.
  void head(int length) throws IOException {
    send(
        """
        POST /mutate HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(length)
            .getBytes(US_ASCII));
  }

  /// Sends a review.
  void request(byte[] review) throws IOException {
    head(review.length);
    send(review);
  }

  /// The answer to a review.
  Answer post(byte[] review) throws IOException {
    request(review);
    return answer();
  }

  private Answer answer() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = socket.getInputStream().read();
      if (next < 0) {
        return new Answer("closed", head.toString());
      }
      head.append((char) next);
    }
    var length =
        head.toString()
            .toLowerCase(Locale.ROOT)
            .lines()
            .filter(line -> line.startsWith("content-length: "))
            .mapToInt(line -> Integer.parseInt(line.substring(16)))
            .findFirst()
            .orElse(0);
    return new Answer(
        head.substring("HTTP/1.1 ".length(), head.indexOf("\r\n")),
        new String(socket.getInputStream().readNBytes(length), UTF_8));
  }

  /// All that the server sends until it closes.
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  /// Waits until the server closes; false if it sends something instead.
  boolean ends() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return !(e instanceof SocketTimeoutException);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
