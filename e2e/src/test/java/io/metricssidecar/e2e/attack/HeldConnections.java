package io.metricssidecar.e2e.attack;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Connections that are opened once and held, until the server closes them.
final class HeldConnections implements Attack {
  /// Connections that are being opened at the same time.
  private static final int OPENING = 64;

  private final int count;
  private final Opener opener;
  private final ExecutorService holders = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore opening = new Semaphore(OPENING);
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private HeldConnections(int count, Opener opener) {
    this.count = count;
    this.opener = opener;
  }

  /// Opens one connection.
  @FunctionalInterface
  interface Opener {
    Socket open() throws IOException;
  }

  /// Starts to open connections.
  static HeldConnections start(int count, Opener opener) {
    var held = new HeldConnections(count, opener);
    for (var i = 0; i < count; i++) {
      held.holders.execute(held::openAndHold);
    }
    return held;
  }

  private void openAndHold() {
    try (var socket = open()) {
      opened.incrementAndGet();
      hold(socket);
    } catch (IOException e) {
      refused.incrementAndGet();
    }
  }

  private Socket open() throws IOException {
    opening.acquireUninterruptibly();
    try {
      return opener.open();
    } finally {
      opening.release();
    }
  }

  /// Blocks until the server closes the connection, as it has nothing to say, or until the attack
  /// ends: an interrupt closes the socket of a virtual thread.
  private void hold(Socket socket) {
    try {
      var _ = socket.getInputStream().read();
    } catch (IOException e) {
      // It ended in another way.
    }
    ended.incrementAndGet();
  }

  @Override
  public boolean complete() {
    return opened.get() + refused.get() >= count;
  }

  @Override
  public String seen() {
    return "%d of %d connections opened, %d still open"
        .formatted(opened.get(), count, opened.get() - ended.get());
  }

  @Override
  public void end() {
    holders.shutdownNow();
    holders.close();
  }
}
