package io.metricssidecar.sidecar.loop;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Pressure.Level;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.overload.Step.Effect;
import io.metricssidecar.sidecar.SidecarFixture;
import io.metricssidecar.sidecar.api.ApiClient;
import io.metricssidecar.sidecar.api.ClusterReader;
import io.metricssidecar.sidecar.api.MetricsSource;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/// The parts of a loop, and a loop of other such parts: every request is answered at once, and time
/// is moved by hand. The measured container was started an hour ago.
final class LoopRig {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  final PodApi api = new PodApi(NOON.minus(Duration.ofHours(1)), this::wall);
  final ScriptedPermission permission = new ScriptedPermission();
  final SidecarConfig config = SidecarConfig.fromEnv(SidecarFixture.ENV).value();
  final OverloadMachine machine;
  final LiveReads reads;
  final EffectRunner runner;
  final AtomicReference<Snapshot> latest;
  final ShedLoop loop;
  private final HandTimers timers = new HandTimers();

  LoopRig() {
    var clocks = new Clocks(() -> now().toNanos(), this::wall);
    var counters = new SidecarCounters(Map.of());
    var client = new ApiClient(api, counters, clocks.nanoTime());
    var metrics = new MetricsSource(client, config);
    var cluster = new ClusterReader(client, metrics, config, clocks::monotonic);
    var environment = new Environment(clocks, timers, new SplittableRandom(1));
    machine = new OverloadMachine(OverloadConfig.of(config.settings()), environment, counters);
    reads = new LiveReads(cluster, permission, clocks, config.limits());
    runner = new EffectRunner(machine, reads, permission, counters, clocks::monotonic);
    latest = new AtomicReference<>(Snapshot.disabled(config, List.of(), clocks));
    var sources = new ShedLoop.Sources(metrics, cluster, permission);
    loop = new ShedLoop(config, sources, environment, counters, latest);
  }

  /// Monotonic; less than zero at first, as it may be.
  Duration now() {
    return timers.passed().minus(Duration.ofDays(1));
  }

  Instant wall() {
    return NOON.plus(timers.passed());
  }

  void pass(Duration time) {
    timers.pass(time);
  }

  /// Makes the pod known, and overloaded until it requests a slot.
  Effect.Acquire hot() {
    reads.pod().result().events().forEach(machine::apply);
    for (var sample = 0; sample < 10; sample++) {
      machine.apply(new Event.Tick(now()));
      pass(Duration.ofSeconds(15));
      var effects = machine.apply(new Event.Fresh(now(), new Pressure(2, Level.CRITICAL)));
      if (!effects.isEmpty()) {
        return (Effect.Acquire) effects.getFirst();
      }
      pass(Duration.ofSeconds(5));
      effects = machine.apply(new Event.Tick(now()));
      if (!effects.isEmpty()) {
        return (Effect.Acquire) effects.getFirst();
      }
    }
    throw new AssertionError("no slot was requested: " + machine.state());
  }

  /// The same, and the pod was shed and returns.
  void recovering() {
    var attempt = hot().attempt();
    machine.apply(new Event.Granted(now(), attempt));
    machine.apply(new Event.Lost(now(), Reason.BUDGET_LOST));
    if (!(machine.state().phase() instanceof Phase.Recovering)) {
      throw new AssertionError("not recovering: " + machine.state());
    }
  }
}
