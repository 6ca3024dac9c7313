package io.metricssidecar.cluster.connections;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.function.Consumer;

/// The NIO transport of the JDK, with a look at every connection that a server accepts. Vert.x
/// itself tells of a connection only when its TLS handshake has ended.
final class GuardedTransport implements io.vertx.core.transport.Transport, Transport {
  private final Transport nio = NIO.implementation();
  private final AcceptHandler handler;

  /// @param accepted notified of every connection, on the thread that accepts them
  GuardedTransport(Consumer<Channel> accepted) {
    this.handler = new AcceptHandler(accepted);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    nio.configure(config, domainSocket, bootstrap);
    bootstrap.handler(handler);
  }

  @Override
  public String name() {
    return "guarded-nio";
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    return nio.unavailabilityCause();
  }

  @Override
  public Transport implementation() {
    return this;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return nio.ioHandlerFactory();
  }

  @Override
  @SuppressWarnings("deprecation") // The type of the parameter, which the interface has.
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return nio.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return nio.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return nio.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return nio.serverChannelFactory(domainSocket);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    nio.configure(config, domainSocket, bootstrap);
  }

  /// The handler of a listening socket, whose messages are the accepted connections.
  @Sharable
  private static final class AcceptHandler extends ChannelInboundHandlerAdapter {
    private final Consumer<Channel> accepted;

    AcceptHandler(Consumer<Channel> accepted) {
      this.accepted = requireNonNull(accepted, "accepted is null");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel channel) {
        accepted.accept(channel);
      }
      context.fireChannelRead(message);
    }
  }
}
