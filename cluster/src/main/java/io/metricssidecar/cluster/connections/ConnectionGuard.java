package io.metricssidecar.cluster.connections;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The guard of all servers of a process: knows a connection from its first packet, so those whose
/// TLS handshake does not end count too, and closes those that are too many or too slow. Any thread
/// may use it.
public final class ConnectionGuard {
  private static final long SWEEP_MILLIS = 1000;

  /// The tables by port.
  private final Map<Integer, ConnectionTable<Channel>> tables = new HashMap<>();

  /// A Vert.x whose servers are guarded.
  public Vertx vertx(VertxOptions options) {
    var vertx =
        Vertx.builder().with(options).withTransport(new GuardedTransport(this::accepted)).build();
    vertx.setPeriodic(SWEEP_MILLIS, _ -> close(overdue()));
    return vertx;
  }

  /// Sets the rules of a port, which are [ConnectionRules#STRICT] before.
  public synchronized void follow(int port, ConnectionRules rules) {
    table(port).follow(rules);
  }

  /// Notes that a request arrives on a connection.
  public void receiving(HttpConnection connection) {
    var channel = channel(connection);
    synchronized (this) {
      table(channel).receiving(channel, now());
    }
  }

  /// Notes that bytes of a request's body have arrived.
  public void received(HttpConnection connection, int bytes) {
    var channel = channel(connection);
    synchronized (this) {
      table(channel).received(channel, bytes, now());
    }
  }

  /// Notes that a request was answered as it asked, so that the connection may wait for the next.
  public void answered(HttpConnection connection) {
    var channel = channel(connection);
    synchronized (this) {
      table(channel).answered(channel, now());
    }
  }

  /// The channel of a connection, which its transport has accepted. To find it by its addresses
  /// took a twentieth of the CPU time of a small review.
  private static Channel channel(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().channel();
  }

  private void accepted(Channel channel) {
    if (channel.localAddress() instanceof InetSocketAddress) {
      channel.closeFuture().addListener(_ -> closed(channel));
      close(opened(channel));
    } else {
      var _ = channel.close();
    }
  }

  private synchronized List<Channel> opened(Channel channel) {
    return table(channel).opened(channel, now()).stream().toList();
  }

  private synchronized void closed(Channel channel) {
    table(channel).closed(channel);
  }

  private synchronized List<Channel> overdue() {
    var overdue = new ArrayList<Channel>();
    tables.values().forEach(table -> overdue.addAll(table.overdue(now())));
    return overdue;
  }

  /// Closes channels; outside the lock, as their listeners may run at once.
  private static void close(List<Channel> closing) {
    for (var channel : closing) {
      var _ = channel.close();
    }
  }

  /// The table of the port that a channel was accepted at; a channel keeps its addresses when it is
  /// closed.
  private ConnectionTable<Channel> table(Channel channel) {
    return table(((InetSocketAddress) channel.localAddress()).getPort());
  }

  private ConnectionTable<Channel> table(int port) {
    return tables.computeIfAbsent(port, _ -> new ConnectionTable<>(ConnectionRules.STRICT));
  }

  private static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }
}
