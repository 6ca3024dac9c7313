package io.metricssidecar.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.cluster.connections.ConnectionRules;
import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.webhook.server.TestReviews;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many and slow connections against the process with a heap of 96 MB: an API server's review is
/// answered beside them.
@SuppressWarnings("NullAway.Init")
class HostileConnectionsIT {
  @TempDir private Path folder;
  private final List<Closeable> open = new ArrayList<>();
  private final byte[] review =
      Json.bytes(TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod()));
  private AloneProcess webhook;

  @BeforeEach
  void start() throws Exception {
    webhook = AloneProcess.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    for (var connection : open) {
      connection.close();
    }
    webhook.close();
  }

  @Test
  void connectionsThatSendNothingKeepNobodyOut() throws Exception {
    var kept = connectTls();
    assertThat(reviewed(kept)).isEqualTo("200 OK");

    for (var number = 0; number < 2 * ConnectionRules.MAX; number++) {
      connect();
    }

    assertThat(reviewed(connectTls())).isEqualTo("200 OK");
    assertThat(reviewed(kept)).isEqualTo("200 OK");
    assertThat(webhook.alive()).as(webhook.log()).isTrue();
  }

  @Test
  void connectionsThatSendNothingAfterTheirHandshakeKeepNobodyOut() throws Exception {
    var kept = connectTls();
    assertThat(reviewed(kept)).isEqualTo("200 OK");

    for (var number = 0; number < ConnectionRules.MAX + 50; number++) {
      connectTls();
    }

    assertThat(reviewed(connectTls())).isEqualTo("200 OK");
    assertThat(reviewed(kept)).isEqualTo("200 OK");
  }

  @Test
  void slowBodiesAreClosedAndKeepNobodyOut() throws Exception {
    var slow = new ArrayList<AloneClient>();
    for (var number = 0; number < 100; number++) {
      var client = connectTls();
      client.head(6 * 1024 * 1024);
      client.send("{\"request\":{\"object\":\"".getBytes(US_ASCII));
      slow.add(client);
    }

    assertThat(reviewed(connectTls())).isEqualTo("200 OK");
    assertThat(slow).allMatch(AloneClient::ends);
    assertThat(reviewed(connectTls())).isEqualTo("200 OK");
  }

  /// Answers that nobody reads would wait in memory.
  @Test
  void reviewsWhoseAnswersNobodyReadsEndTheConnection() throws Exception {
    assertThat(sent(connectTls(), 50_000)).isLessThan(50_000);

    assertThat(reviewed(connectTls())).isEqualTo("200 OK");
    assertThat(webhook.alive()).as(webhook.log()).isTrue();
  }

  @Test
  void longLinesAndHeadersAreRefused() throws Exception {
    assertThat(answer("GET /" + "x".repeat(2_100) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.0 414 ");
    assertThat(answer("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(8_300) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void plainHttpIsRefused() throws Exception {
    var socket = connect();
    send(socket, "GET /mutate HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));

    assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).doesNotContain("HTTP");
  }

  /// A handshake by hand, as no client of today offers TLS 1.1.
  @Test
  void tls11IsRefused() throws Exception {
    var hello = "0302" + "00".repeat(32) + "00" + "0004" + "c013" + "002f" + "01" + "00";
    var handshake = "01" + "%06x".formatted(hello.length() / 2) + hello;
    var socket = connect();
    send(
        socket,
        HexFormat.of().parseHex("160301" + "%04x".formatted(handshake.length() / 2) + handshake));

    var alert = socket.getInputStream().readAllBytes();

    // RFC 5246 §7.2: an alert (21), fatal (2), protocol_version (70).
    assertThat(alert[0]).isEqualTo((byte) 21);
    assertThat(alert[5]).isEqualTo((byte) 2);
    assertThat(alert[6]).isEqualTo((byte) 70);
  }

  private Socket connect() throws IOException {
    var socket = AloneClient.plain(webhook);
    open.add(socket);
    return socket;
  }

  private AloneClient connectTls() throws IOException {
    var client = AloneClient.connect(webhook);
    open.add(client);
    return client;
  }

  private String reviewed(AloneClient client) throws IOException {
    return client.post(review).status();
  }

  private String answer(String request) throws IOException {
    var client = connectTls();
    client.send(request.getBytes(US_ASCII));
    return client.rest();
  }

  private static void send(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /// How many requests could be sent before the server closed.
  private int sent(AloneClient client, int max) {
    for (var sent = 0; sent < max; sent++) {
      try {
        client.request(review);
      } catch (IOException e) {
        return sent;
      }
    }
    return max;
  }
}
