package io.metricssidecar.testing.apiserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class RunningApiServerTest {

  /// A watch is a WebSocket here. A client that has ended does not answer the server's close frame,
  /// for which the server waits as long as its own limit for closing.
  @Test
  void endsBesideAWatchWhoseClientAnswersNothing() throws IOException {
    var running = RunningApiServer.start();
    try (var socket = new Socket(running.server().getHostName(), running.server().getPort())) {
      socket
          .getOutputStream()
          .write(
              """
              GET /api/v1/pods?watch=true HTTP/1.1
              Host: localhost
              Connection: Upgrade
              Upgrade: websocket
              Sec-WebSocket-Version: 13
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

              """
                  .replace("\n", "\r\n")
                  .getBytes(US_ASCII));
      var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      assertEquals("HTTP/1.1 101 Switching Protocols", answer.readLine());

      assertDoesNotThrow(running::close);
    }
  }
}
