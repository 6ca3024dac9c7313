package io.metricssidecar.controller;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.cluster.ServerVersionWatch;
import io.metricssidecar.cluster.connections.ConnectionGuard;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.health.HealthServer;
import io.metricssidecar.cluster.health.Liveness;
import io.metricssidecar.cluster.health.MetricSources;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.cluster.loop.Background;
import io.metricssidecar.cluster.namespaces.NamespaceWatches;
import io.metricssidecar.controller.access.AccessReconciler;
import io.metricssidecar.controller.autoscaling.AutoscalingEvents;
import io.metricssidecar.controller.budget.BudgetKeeper;
import io.metricssidecar.controller.config.ControllerConfig;
import io.metricssidecar.controller.injected.InjectionEvents;
import io.metricssidecar.controller.missed.MissedPods;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.pause.Pauses;
import io.metricssidecar.injection.options.CurrentOptions;
import io.metricssidecar.injection.options.NativeSidecars;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The controller as a process: its reconcilers, and its health port. Any number of replicas may
/// run at the same time.
public final class ControllerProcess implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ControllerProcess.class);
  private static final long CLOSE_SECONDS = 10;

  private final ControllerConfig config;
  private final Readiness readiness = new Readiness();
  private final Liveness liveness = new Liveness();
  private final MetricSources metrics = new MetricSources();
  private final Background background = new Background();
  private final Vertx vertx =
      new ConnectionGuard().vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HealthServer health = new HealthServer(vertx, readiness, liveness, metrics);
  private final KubernetesClient client;
  private final ServerVersionWatch version;
  private final NamespaceWatches namespaces;
  private final Owners owners;
  private final AccessReconciler access;
  private final BudgetKeeper budget;
  private final InjectionEvents events;
  private final MissedPods missed;
  private final AutoscalingEvents autoscaling;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ControllerProcess(ControllerConfig config, KubernetesClient client) {
    this.config = requireNonNull(config, "config is null");
    this.client = requireNonNull(client, "client is null");
    this.namespaces = new NamespaceWatches(client);
    var options = new CurrentOptions(config.injection(), namespaces::of);
    var clock = InstantSource.system();
    this.version = new ServerVersionWatch(client, options::adapt);
    this.owners = new Owners(client, config.scaleTargets());
    this.access = new AccessReconciler(client, owners, clock);
    var pauses = new Pauses(owners, this::annotations, config.sheddingPaused());
    this.budget = new BudgetKeeper(client, owners, config.scaleTargets(), pauses, clock);
    this.events = new InjectionEvents(options, owners, recorder(clock), clock);
    this.missed =
        new MissedPods(
            client,
            options,
            new MissedPods.Reporting(owners, recorder(clock), clock),
            config.missedPods());
    this.autoscaling = new AutoscalingEvents(client, owners, recorder(clock), clock);
  }

  /// The annotations of a Namespace; empty before they are known.
  private Optional<Map<String, String>> annotations(String namespace) {
    return namespaces.synced()
        ? Optional.of(namespaces.of(namespace).annotations())
        : Optional.empty();
  }

  private EventRecorder recorder(InstantSource clock) {
    return new EventRecorder(ClusterClient.impatient(client), clock);
  }

  /// Starts the process with the cluster that the environment names.
  public static ControllerProcess start(ControllerConfig config) {
    return start(config, ClusterClient::connect);
  }

  /// Starts the process with a client from `clients`, and closes that client.
  static ControllerProcess start(ControllerConfig config, Supplier<KubernetesClient> clients) {
    var process = new ControllerProcess(config, clients.get());
    try {
      process.open();
      return process;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private void open() {
    readiness.require("access objects", access::synced);
    readiness.require("workloads", budget::synced);
    readiness.require("namespaces", namespaces::synced);
    metrics.include(access::metrics);
    metrics.include(budget::metrics);
    metrics.include(missed::metrics);
    metrics.include(background::metrics);
    readiness.mention(background::failing);
    liveness.watch(background::dead);
    List.of(access.loop(), budget.loop(), events.loop(), missed.loop(), autoscaling.loop())
        .forEach(background::include);
    background.includeWatches(access::watches);
    background.includeWatches(namespaces::watches);
    background.includeWatches(owners::watches);
    background.includeWatches(autoscaling::watches);
    if (config.nativeSidecars() == NativeSidecars.AUTO) {
      readiness.require("server version", version::known);
      background.include(version.loop());
      version.start();
    }
    health.open(config.healthPort());
    namespaces.start();
    access.start(config.injection().rules().deniedNamespaces(), events::appeared);
    budget.start(access.pods(), access.leases());
    events.start();
    missed.start();
    autoscaling.start(access.pods());
    owners.start();
    LOGGER
        .atInfo()
        .addKeyValue("healthPort", health.port())
        .addKeyValue("config", config)
        .log("Started the controller");
  }

  /// The port of health and metrics.
  public int healthPort() {
    return health.port();
  }

  /// Shuts down gracefully: becomes unready, ends the reconcilers, closes the port. What is left
  /// undone is done by another replica or after the next start.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    readiness.stop();
    LOGGER.atInfo().log("Stopping the controller");
    version.close();
    namespaces.close();
    autoscaling.close();
    missed.close();
    events.close();
    budget.close();
    access.close();
    owners.close();
    client.close();
    closeServer();
  }

  private void closeServer() {
    try {
      vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the health port did not close within %d s".formatted(CLOSE_SECONDS), e);
    }
  }
}
