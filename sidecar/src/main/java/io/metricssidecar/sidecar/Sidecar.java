package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.sidecar.api.ApiAccess;
import io.metricssidecar.sidecar.api.ApiClient;
import io.metricssidecar.sidecar.api.ClusterReader;
import io.metricssidecar.sidecar.api.MetricsSource;
import io.metricssidecar.sidecar.budget.LeasePermission;
import io.metricssidecar.sidecar.budget.LeaseTerms;
import io.metricssidecar.sidecar.budget.LocalPermission;
import io.metricssidecar.sidecar.budget.NoPermission;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.metricssidecar.sidecar.http.ProbeServer;
import io.metricssidecar.sidecar.http.SidecarGauges;
import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Environment;
import io.metricssidecar.sidecar.loop.Observations;
import io.metricssidecar.sidecar.loop.ShedLoop;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One running sidecar: the wiring of configuration, loop and server.
public final class Sidecar {
  private final Vertx vertx;
  private final ProbeServer server;
  private final @Nullable ShedLoop loop;

  private Sidecar(Vertx vertx, ProbeServer server, @Nullable ShedLoop loop) {
    this.vertx = vertx;
    this.server = server;
    this.loop = loop;
  }

  /// Starts a sidecar. With an invalid configuration it answers 200 in state DISABLED and asks the
  /// API server nothing: a typing error must not take a pod down.
  static Future<Sidecar> start(
      Parsed<SidecarConfig> parsed, ApiAccess.Source access, Vertx vertx, Environment environment) {
    requireNonNull(parsed, "parsed is null");
    var config = parsed.value();
    var clocks = environment.clocks();
    var problems = parsed.problems().stream().map(Problem::message).toList();
    var latest = new AtomicReference<>(disabled(config, problems, clocks));
    var counters = new SidecarCounters(SidecarGauges.commonLabels(latest.get()));
    var server = new ProbeServer(config.settings().port(), latest, counters, clocks);
    if (!problems.isEmpty()) {
      return vertx.deployVerticle(server).map(_ -> new Sidecar(vertx, server, null));
    }
    var api = new ApiClient(vertx, access, environment.apiTimeout(), counters, clocks.nanoTime());
    var metrics = new MetricsSource(api, config);
    var cluster = new ClusterReader(api, metrics, config, clocks::monotonic);
    var loop =
        new ShedLoop(
            config,
            new ShedLoop.Sources(metrics, cluster, permission(config, cluster, clocks)),
            environment,
            counters,
            latest);
    return vertx
        .deployVerticle(loop)
        .compose(_ -> vertx.deployVerticle(server))
        .map(_ -> new Sidecar(vertx, server, loop));
  }

  private static SlotPermission permission(
      SidecarConfig config, ClusterReader cluster, Clocks clocks) {
    var settings = config.settings();
    if (!ClusterReader.knows(config.workload())) {
      return new NoPermission(DenialReason.NO_WORKLOAD);
    }
    return switch (settings.shedding().mode()) {
      case LOCAL -> new LocalPermission(cluster::status, settings.shedding());
      case AUTO, ENFORCE, OBSERVE ->
          new LeasePermission(
              cluster,
              new LeaseTerms(config.pod(), settings.shedding(), settings.probe()),
              clocks::monotonic);
    };
  }

  private static Snapshot disabled(SidecarConfig config, List<String> problems, Clocks clocks) {
    return new Snapshot(
        config,
        problems,
        OverloadState.disabled(Reason.INVALID_CONFIG, clocks.monotonic()),
        clocks.wall().instant(),
        Reason.INVALID_CONFIG,
        null,
        List.of(),
        Observations.none(config.limits()),
        BudgetView.NONE,
        "",
        clocks.monotonic());
  }

  /// The port in use.
  public int port() {
    return server.actualPort();
  }

  /// Takes the pod back into its Service for good.
  Future<Void> terminate() {
    return loop == null ? Future.succeededFuture() : loop.terminate();
  }

  /// Takes the pod back into its Service, then closes everything.
  Future<Void> stop() {
    return terminate().eventually(vertx::close);
  }
}
