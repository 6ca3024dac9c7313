package io.metricssidecar.cluster.connections;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.cluster.health.HealthServer;
import io.metricssidecar.cluster.health.Liveness;
import io.metricssidecar.cluster.health.MetricSources;
import io.metricssidecar.cluster.health.Readiness;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The health port behind the guard, as anybody may use it.
@SuppressWarnings("NullAway.Init")
class ConnectionGuardIT {
  private final ConnectionGuard guard = new ConnectionGuard();
  private final List<Socket> open = new ArrayList<>();
  private Vertx vertx;
  private HealthServer server;

  @BeforeEach
  void open() {
    vertx = guard.vertx(new VertxOptions().setEventLoopPoolSize(1));
    server = new HealthServer(vertx, new Readiness(), new Liveness(), new MetricSources());
    server.open(0);
  }

  @AfterEach
  void close() throws Exception {
    for (var socket : open) {
      socket.close();
    }
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void idleConnectionsDoNotKeepAProbeOut() throws Exception {
    for (var number = 0; number < ConnectionRules.STRICT.max() + 10; number++) {
      connect();
    }

    assertThat(livez(connect())).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nok\n");
    for (var number = 0; number < 11; number++) {
      assertThat(open.get(number).getInputStream().read())
          .as("connection %d", number)
          .isEqualTo(-1);
    }
  }

  /// Long before it would be closed for being idle.
  @Test
  void aHealthPortClosesAfterAnAnswer() throws Exception {
    var socket = connect();
    socket.setSoTimeout((int) ConnectionRules.STRICT.idle().dividedBy(2).toMillis());

    assertThat(livez(socket)).containsIgnoringCase("connection: close").endsWith("ok\n");
  }

  /// Bytes keep coming, so it is never idle.
  @Test
  void aRequestThatNeverEndsIsClosed() throws Exception {
    guard.follow(
        server.port(),
        new ConnectionRules(8, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)));
    var socket = connect();

    send(socket, "GET /livez HTTP/1.1\r\nHost: ");

    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(30_000);
    open.add(socket);
    return socket;
  }

  private static String livez(Socket socket) throws IOException {
    send(socket, "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }
}
