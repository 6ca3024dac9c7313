package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.sidecar.api.Transport;
import io.metricssidecar.sidecar.http.ProbeServer;
import io.metricssidecar.sidecar.http.SidecarGauges;
import io.metricssidecar.sidecar.loop.Environment;
import io.metricssidecar.sidecar.loop.ShedLoop;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One running sidecar: its loop and its server, deployed.
public final class Sidecar {
  private final Vertx vertx;
  private final ProbeServer server;
  private final @Nullable LoopVerticle loop;

  private Sidecar(Vertx vertx, ProbeServer server, @Nullable LoopVerticle loop) {
    this.vertx = vertx;
    this.server = server;
    this.loop = loop;
  }

  /// The event loop that a [ShedLoop] runs on.
  private static final class LoopVerticle extends VerticleBase {
    private final ShedLoop loop;

    LoopVerticle(ShedLoop loop) {
      this.loop = loop;
    }

    @Override
    public Future<?> start() {
      loop.start();
      return Future.succeededFuture();
    }

    /// The probe is answered with 200 once the future is complete.
    Future<Void> terminate() {
      return Future.future(done -> context.runOnContext(_ -> loop.terminate().onComplete(done)));
    }
  }

  /// Starts a sidecar. With an invalid configuration it answers 200 in state DISABLED and asks the
  /// API server nothing: a typing error must not take a pod down.
  static Future<Sidecar> start(
      Parsed<SidecarConfig> parsed, Transport transport, Vertx vertx, Environment environment) {
    requireNonNull(parsed, "parsed is null");
    var config = parsed.value();
    var port = config.settings().port();
    var clocks = environment.clocks();
    if (!parsed.problems().isEmpty()) {
      var problems = parsed.problems().stream().map(Problem::message).toList();
      var latest = new AtomicReference<>(Snapshot.disabled(config, problems, clocks));
      var counters = new SidecarCounters(SidecarGauges.commonLabels(latest.get()));
      var server = new ProbeServer(port, latest, counters, clocks);
      return vertx.deployVerticle(server).map(_ -> new Sidecar(vertx, server, null));
    }
    var wiring = LoopWiring.of(config, transport, environment);
    var loop = new LoopVerticle(wiring.loop());
    var server = new ProbeServer(port, wiring.latest(), wiring.counters(), clocks);
    return vertx
        .deployVerticle(loop)
        .compose(_ -> vertx.deployVerticle(server))
        .map(_ -> new Sidecar(vertx, server, loop));
  }

  /// The port in use.
  public int port() {
    return server.actualPort();
  }

  /// Takes the pod back into its Service for good, and releases its slot where the pod is being
  /// deleted.
  Future<Void> terminate() {
    return loop == null ? Future.succeededFuture() : loop.terminate();
  }

  /// Takes the pod back into its Service, then closes everything.
  Future<Void> stop() {
    return terminate().eventually(vertx::close);
  }
}
