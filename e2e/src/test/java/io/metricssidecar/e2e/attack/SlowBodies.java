package io.metricssidecar.e2e.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.metricssidecar.contract.Paths;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Reviews whose bodies come at one byte a second. A connection that the server closes is opened
/// again.
final class SlowBodies implements Attack {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final byte[] HEAD =
      "POST %s HTTP/1.1\r\nHost: webhook\r\nContent-Type: application/json\r\nContent-Length: 65536\r\n\r\n"
          .formatted(Paths.MUTATE)
          .getBytes(US_ASCII);

  private final int count;
  private final HeldConnections.Opener opener;
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private SlowBodies(int count, HeldConnections.Opener opener) {
    this.count = count;
    this.opener = opener;
  }

  /// Starts to send.
  static SlowBodies start(int count, HeldConnections.Opener opener) {
    var bodies = new SlowBodies(count, opener);
    for (var i = 0; i < count; i++) {
      bodies.senders.execute(bodies::sendForEver);
    }
    return bodies;
  }

  private void sendForEver() {
    while (!Thread.currentThread().isInterrupted()) {
      try (var socket = opener.open()) {
        begun.incrementAndGet();
        drip(socket);
      } catch (IOException e) {
        refused.incrementAndGet();
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private void drip(Socket socket) {
    try {
      var out = socket.getOutputStream();
      out.write(HEAD);
      while (!Thread.currentThread().isInterrupted()) {
        out.write(' ');
        out.flush();
        LockSupport.parkNanos(PAUSE);
      }
    } catch (IOException e) {
      // The server has closed it, which shows with the second byte after.
    }
    ended.incrementAndGet();
  }

  @Override
  public boolean complete() {
    return begun.get() >= count;
  }

  @Override
  public String seen() {
    return "%d bodies begun, %d of them ended by the server, %d connections refused"
        .formatted(begun.get(), ended.get(), refused.get());
  }

  @Override
  public void end() {
    senders.shutdownNow();
    senders.close();
  }
}
