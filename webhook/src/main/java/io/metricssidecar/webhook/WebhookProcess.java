package io.metricssidecar.webhook;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import io.metricssidecar.webhook.server.ServingCertificate;
import io.metricssidecar.webhook.server.WarmUp;
import io.metricssidecar.webhook.server.WebhookMetrics;
import io.metricssidecar.webhook.server.WebhookServers;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The webhook as a process: its servers and, inside a cluster, what it keeps there.
public final class WebhookProcess implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookProcess.class);

  private final WebhookConfig config;
  private final Readiness readiness = new Readiness();
  private final WebhookMetrics metrics = new WebhookMetrics();
  private final AtomicReference<InjectionOptions> options;
  private final WebhookServers servers;
  private final AtomicReference<@Nullable ClusterDuties> duties = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch hurried = new CountDownLatch(1);

  private WebhookProcess(WebhookConfig config) {
    this.config = requireNonNull(config, "config is null");
    this.options = new AtomicReference<>(config.injection());
    this.servers = new WebhookServers(config.listen(), readiness, metrics);
  }

  /// Starts the process with the cluster that the environment names, where one is needed.
  ///
  /// @throws IOException where a certificate's file cannot be read
  public static WebhookProcess start(WebhookConfig config) throws IOException {
    return start(config, ClusterClient::connect);
  }

  /// Starts the process with this client, which it closes.
  static WebhookProcess start(WebhookConfig config, Clients clients) throws IOException {
    var process = new WebhookProcess(config);
    try {
      process.open(clients);
      return process;
    } catch (RuntimeException | IOException e) {
      process.servers.close();
      throw e;
    }
  }

  /// Makes the client to the API server, where one is needed.
  @FunctionalInterface
  interface Clients {
    /// A client of its own.
    KubernetesClient client();
  }

  private void open(Clients clients) throws IOException {
    WarmUp.run(options::get);
    servers.openHealth();
    switch (config.surroundings()) {
      case Surroundings.Alone(var certificate, var key) ->
          servers.serve(ServingCertificate.read(certificate, key), options::get);
      case Surroundings.Cluster cluster -> {
        var started =
            new ClusterDuties(
                clients.client(),
                cluster,
                new ClusterDuties.Reports(
                    leaf -> servers.serve(ServingCertificate.of(leaf), options::get),
                    placement -> options.updateAndGet(known -> known.withPlacement(placement)),
                    options::get));
        duties.set(started);
        started.start(config, readiness, metrics);
      }
    }
    LOGGER
        .atInfo()
        .addKeyValue("port", servers.webhookPort())
        .addKeyValue("healthPort", servers.healthPort())
        .addKeyValue("config", config)
        .log("The webhook has started");
  }

  /// The TLS port; -1 while it is closed.
  public int webhookPort() {
    return servers.webhookPort();
  }

  /// The port of health and metrics.
  public int healthPort() {
    return servers.healthPort();
  }

  /// Stops in order: not ready any more, answering for a while, then no more. A second call ends
  /// the while and returns at once.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      hurried.countDown();
      return;
    }
    readiness.stop();
    LOGGER.atInfo().addKeyValue("drain", config.listen().drain()).log("The webhook is stopping");
    drain();
    var started = duties.get();
    if (started != null) {
      started.close();
    }
    servers.close();
  }

  private void drain() {
    try {
      var _ = hurried.await(config.listen().drain().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
