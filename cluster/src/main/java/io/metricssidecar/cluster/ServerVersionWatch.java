package io.metricssidecar.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.loop.Loop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API server's version, read again and again: it changes when the cluster is upgraded.
public final class ServerVersionWatch implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerVersionWatch.class);
  private static final Loop.Pace PACE =
      new Loop.Pace(Duration.ofMinutes(10), Duration.ofSeconds(1));

  private final KubernetesClient client;
  private final Listener listener;
  private final Loop loop = new Loop("server-version", PACE, this::read);
  private final AtomicBoolean known = new AtomicBoolean();

  /// @param client to the API server
  /// @param listener notified after every reading
  public ServerVersionWatch(KubernetesClient client, Listener listener) {
    this.client = requireNonNull(client, "client is null");
    this.listener = requireNonNull(listener, "listener is null");
  }

  /// The one that depends on the version.
  @FunctionalInterface
  public interface Listener {
    /// Adapts to the version.
    ///
    /// @param major as in `/version`
    /// @param minor as in `/version`, where some vendors append a `+`
    /// @return the placement of sidecars that follows, for the log
    Object adapt(String major, String minor);
  }

  /// Starts to read in the background.
  public void start() {
    loop.start();
  }

  /// The loop, for health and metrics.
  public Loop loop() {
    return loop;
  }

  /// True once the version has been read.
  public boolean known() {
    return known.get();
  }

  private void read() {
    var version = client.getKubernetesVersion();
    var placement = listener.adapt(version.getMajor(), version.getMinor());
    if (known.compareAndSet(false, true)) {
      LOGGER
          .atInfo()
          .addKeyValue("version", version.getGitVersion())
          .addKeyValue("placement", placement)
          .log("Detected the Kubernetes version");
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
