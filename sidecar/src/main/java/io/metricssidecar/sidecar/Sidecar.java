package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.sidecar.api.AccessSource;
import io.metricssidecar.sidecar.api.ApiClient;
import io.metricssidecar.sidecar.api.ClusterReader;
import io.metricssidecar.sidecar.api.MetricsSource;
import io.metricssidecar.sidecar.budget.LeasePermission;
import io.metricssidecar.sidecar.budget.LocalPermission;
import io.metricssidecar.sidecar.budget.NoPermission;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.metricssidecar.sidecar.http.ProbeServer;
import io.metricssidecar.sidecar.http.SidecarGauges;
import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Instruments;
import io.metricssidecar.sidecar.loop.Observations;
import io.metricssidecar.sidecar.loop.ShedLoop;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.loop.Timers;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
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

  /// What makes a run repeatable.
  record World(Vertx vertx, Clocks clocks, Timers timers, RandomGenerator random) {}

  /// Starts a sidecar. With problems in its configuration it serves 200 in state DISABLED and asks
  /// the API server nothing: a pod must not be taken down by a typing error.
  static Future<Sidecar> start(Parsed<SidecarConfig> reading, AccessSource access, World world) {
    requireNonNull(reading, "reading is null");
    var config = reading.value();
    var clocks = world.clocks();
    var problems = reading.problems().stream().map(Problem::message).toList();
    var board = new AtomicReference<>(disabled(config, problems, clocks));
    var meters = new SidecarCounters(SidecarGauges.commonLabels(board.get()));
    var server = new ProbeServer(config.settings().port(), board, meters, clocks);
    if (!problems.isEmpty()) {
      return world
          .vertx()
          .deployVerticle(server)
          .map(_ -> new Sidecar(world.vertx(), server, null));
    }
    var api = new ApiClient(world.vertx(), access, ApiClient.TIMEOUT, meters, clocks.nanoTime());
    var metrics = new MetricsSource(api, config);
    var cluster = new ClusterReader(api, metrics, config);
    var loop =
        new ShedLoop(
            config,
            new ShedLoop.Sources(metrics, cluster, permission(config, cluster, clocks)),
            new Instruments(clocks, world.timers(), world.random(), meters),
            board);
    return world
        .vertx()
        .deployVerticle(loop)
        .compose(_ -> world.vertx().deployVerticle(server))
        .map(_ -> new Sidecar(world.vertx(), server, loop));
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
              new LeasePermission.Terms(config.pod(), settings.shedding(), settings.probe()),
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
        List.of(),
        Observations.none(config.limits()),
        BudgetView.NONE,
        null,
        "",
        clocks.monotonic());
  }

  /// The port it serves on.
  public int port() {
    return server.actualPort();
  }

  /// Answers 200 from now on.
  Future<Void> terminate() {
    return loop == null ? Future.succeededFuture() : loop.terminate();
  }

  /// Answers 200 from now on, then closes everything.
  Future<Void> stop() {
    return terminate().eventually(vertx::close);
  }
}
