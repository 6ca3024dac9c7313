package io.metricssidecar.webhook;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.cluster.health.Liveness;
import io.metricssidecar.cluster.health.MetricSources;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.injection.options.CurrentOptions;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import io.metricssidecar.webhook.server.ServingCertificate;
import io.metricssidecar.webhook.server.TlsEngine;
import io.metricssidecar.webhook.server.WarmUp;
import io.metricssidecar.webhook.server.WebhookServers;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The webhook as a process: its servers and, inside a cluster, its certificate.
public final class WebhookProcess implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookProcess.class);

  private final WebhookConfig config;
  private final Readiness readiness = new Readiness();
  private final Liveness liveness = new Liveness();
  private final MetricSources metrics = new MetricSources();
  private final CurrentOptions options;
  private final WebhookServers servers;
  private final AtomicReference<@Nullable ClusterDuties> duties = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch skipDrain = new CountDownLatch(1);

  private WebhookProcess(WebhookConfig config) {
    this.config = requireNonNull(config, "config is null");
    this.options = new CurrentOptions(config.injection(), this::namespace);
    this.servers = new WebhookServers(config.listen(), readiness, liveness, metrics);
  }

  /// Starts the process with the cluster that the environment names, if one is needed.
  ///
  /// @throws IOException if a certificate's file cannot be read
  public static WebhookProcess start(WebhookConfig config) throws IOException {
    return start(config, ClusterClient::connect);
  }

  /// Starts the process with a client from `clients`, if one is needed, and closes that client.
  static WebhookProcess start(WebhookConfig config, Supplier<KubernetesClient> clients)
      throws IOException {
    var process = new WebhookProcess(config);
    try {
      process.open(clients);
      return process;
    } catch (RuntimeException | IOException e) {
      process.servers.close();
      throw e;
    }
  }

  private void open(Supplier<KubernetesClient> clients) throws IOException {
    WarmUp.run(options::in);
    servers.openHealth();
    switch (config.surroundings()) {
      case Surroundings.Alone(var certificate, var key) ->
          servers.serve(ServingCertificate.read(certificate, key), options::in);
      case Surroundings.Cluster cluster -> {
        var started =
            new ClusterDuties(
                clients.get(),
                cluster.certificates(),
                leaf -> servers.serve(ServingCertificate.of(leaf), options::in),
                options::adapt);
        duties.set(started);
        liveness.watch(started.background()::dead);
        readiness.mention(started.background()::failing);
        started.start(config.nativeSidecars(), readiness, metrics);
      }
    }
    LOGGER
        .atInfo()
        .addKeyValue("port", servers.webhookPort())
        .addKeyValue("healthPort", servers.healthPort())
        .addKeyValue("tls", TlsEngine.preferred())
        .addKeyValue("config", config)
        .log("Started the webhook");
  }

  /// What is known of a namespace; nothing where there is no cluster.
  private NamespaceFacts namespace(String name) {
    var started = duties.get();
    return started == null ? NamespaceFacts.NONE : started.namespace(name);
  }

  /// The TLS port; -1 while it is closed.
  public int webhookPort() {
    return servers.webhookPort();
  }

  /// The port of health and metrics.
  public int healthPort() {
    return servers.healthPort();
  }

  /// Shuts down gracefully: becomes unready, drains, closes. A second call skips the rest of the
  /// drain and returns at once.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      skipDrain.countDown();
      return;
    }
    readiness.stop();
    LOGGER.atInfo().addKeyValue("drain", config.listen().drain()).log("Stopping the webhook");
    drain();
    var started = duties.get();
    if (started != null) {
      started.close();
    }
    servers.close();
  }

  private void drain() {
    try {
      var _ = skipDrain.await(config.listen().drain().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
