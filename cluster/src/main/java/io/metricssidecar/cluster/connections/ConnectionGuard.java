package io.metricssidecar.cluster.connections;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// The guard of all servers of a process: knows a connection from its first packet, so those whose
/// TLS handshake does not end count too, and closes those that are too many or too slow. Any thread
/// may use it.
public final class ConnectionGuard {
  private static final long SWEEP_MILLIS = 1000;

  /// The addresses of a connection, by which Vert.x and its transport mean the same one.
  ///
  /// @param port of this server
  /// @param host of the client
  /// @param clientPort of the client
  private record Ends(int port, String host, int clientPort) {}

  /// The tables by port.
  private final Map<Integer, ConnectionTable<Ends>> tables = new HashMap<>();

  private final Map<Ends, Channel> channels = new HashMap<>();

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
    change(connection, (table, ends) -> table.receiving(ends, now()));
  }

  /// Notes that bytes of a request's body have arrived.
  public void received(HttpConnection connection, int bytes) {
    change(connection, (table, ends) -> table.received(ends, bytes, now()));
  }

  /// Notes that a request was answered as it asked, so that the connection may wait for the next.
  public void answered(HttpConnection connection) {
    change(connection, (table, ends) -> table.answered(ends, now()));
  }

  private synchronized void change(
      HttpConnection connection, BiConsumer<ConnectionTable<Ends>, Ends> change) {
    var client = connection.remoteAddress();
    var port = connection.localAddress().port();
    change.accept(table(port), new Ends(port, client.hostAddress(), client.port()));
  }

  private void accepted(Channel channel) {
    if (channel.localAddress() instanceof InetSocketAddress local
        && channel.remoteAddress() instanceof InetSocketAddress client) {
      var ends = new Ends(local.getPort(), client.getAddress().getHostAddress(), client.getPort());
      channel.closeFuture().addListener(_ -> closed(ends, channel));
      close(opened(ends, channel));
    } else {
      var _ = channel.close();
    }
  }

  private synchronized List<Channel> opened(Ends ends, Channel channel) {
    channels.put(ends, channel);
    return removed(table(ends.port()).opened(ends, now()).stream().toList());
  }

  private synchronized void closed(Ends ends, Channel channel) {
    if (channels.remove(ends, channel)) {
      table(ends.port()).closed(ends);
    }
  }

  private synchronized List<Channel> overdue() {
    var overdue = new ArrayList<Channel>();
    tables.values().forEach(table -> overdue.addAll(removed(table.overdue(now()))));
    return overdue;
  }

  private List<Channel> removed(List<Ends> connections) {
    var removed = new ArrayList<Channel>();
    for (var connection : connections) {
      var channel = channels.remove(connection);
      if (channel != null) {
        removed.add(channel);
      }
    }
    return removed;
  }

  /// Closes channels; outside the lock, as their listeners may run at once.
  private static void close(List<Channel> closing) {
    for (var channel : closing) {
      var _ = channel.close();
    }
  }

  private ConnectionTable<Ends> table(int port) {
    return tables.computeIfAbsent(port, _ -> new ConnectionTable<>(ConnectionRules.STRICT));
  }

  private static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }
}
