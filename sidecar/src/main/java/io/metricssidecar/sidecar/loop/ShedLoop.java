package io.metricssidecar.sidecar.loop;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.SampleFilter.SampleResult;
import io.metricssidecar.sidecar.api.ClusterReader;
import io.metricssidecar.sidecar.api.MetricsSource;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.metricssidecar.sidecar.budget.SlotPermission.Holding;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop that polls, feeds the state machine with time and observations, and publishes a
/// [Snapshot] after each step. For one thread: nothing is locked.
public final class ShedLoop {
  private static final Logger LOGGER = LoggerFactory.getLogger(ShedLoop.class);

  private final SidecarConfig config;
  private final Sources sources;
  private final Environment environment;
  private final SidecarCounters counters;
  private final AtomicReference<Snapshot> latest;
  private final OverloadMachine machine;
  private final LiveReads reads;
  private final EffectRunner runner;
  private final Schedule schedule;
  private boolean terminating;

  /// The places that the loop reads from, and the permission that it requests slots of.
  public record Sources(MetricsSource metrics, ClusterReader cluster, SlotPermission permission) {}

  /// @param latest takes the snapshots
  public ShedLoop(
      SidecarConfig config,
      Sources sources,
      Environment environment,
      SidecarCounters counters,
      AtomicReference<Snapshot> latest) {
    this.config = config;
    this.sources = sources;
    this.environment = environment;
    this.counters = counters;
    this.latest = latest;
    var clocks = environment.clocks();
    machine = new OverloadMachine(OverloadConfig.of(config.settings()), environment, counters);
    reads = new LiveReads(sources.cluster(), sources.permission(), clocks, config.limits());
    runner = new EffectRunner(machine, reads, sources.permission(), counters, clocks::monotonic);
    schedule = new Schedule(config.settings().pollInterval(), clocks.monotonic());
  }

  /// Begins to tick and to poll, for as long as the timers run.
  public void start() {
    publish();
    environment.timers().every(Schedule.TICK, this::tick);
    environment.timers().once(Duration.ZERO, this::poll);
  }

  /// Takes the pod back into its Service for good, then releases its slot where the pod is being
  /// deleted. Once the future is complete both are done.
  public Future<Void> terminate() {
    terminating = true;
    apply(new Event.Terminate(now()));
    return runner.end();
  }

  private Duration now() {
    return environment.clocks().monotonic();
  }

  private void tick() {
    if (terminating) {
      apply(new Event.Terminate(now()));
    }
    apply(new Event.Tick(now()));
    if (!machine.state().shedding()) {
      return;
    }
    if (sources.permission().expired()) {
      apply(new Event.Lost(now(), Reason.BUDGET_LOST));
    } else if (schedule.confirmDue(now())) {
      schedule.confirming(now());
      await(runner.confirm());
    }
  }

  private void apply(Event event) {
    var effects = machine.apply(event);
    publish();
    effects.forEach(effect -> await(runner.run(effect)));
  }

  /// Publishes at once what is pending, and applies the events when they arrive.
  private void await(Future<List<Event>> events) {
    events.onSuccess(arrived -> arrived.forEach(this::apply)).onComplete(_ -> publish());
    publish();
  }

  private void poll() {
    sources
        .metrics()
        .poll()
        .compose(polled -> refresh().map(polled))
        .onSuccess(polled -> observe(polled.observation()))
        .onComplete(
            done -> {
              if (done.failed()) {
                LOGGER.atError().setCause(done.cause()).log("Poll failed unexpectedly");
              }
              var wait = done.succeeded() ? done.result().retryAfter() : Optional.<Duration>empty();
              environment.timers().once(pause(wait), this::poll);
            });
  }

  private Duration pause(Optional<Duration> retryAfter) {
    var draw = environment.random().nextDouble();
    return reads.observations().polls().sample() == null
        ? schedule.firstSamplePause(draw, retryAfter)
        : schedule.calmPause(draw, retryAfter);
  }

  private void observe(Observation observation) {
    reads.polled(observation, machine.supply());
    var polls = reads.observations().polls();
    counters.sample(polls.result().label());
    if (polls.result() == SampleResult.FRESH && polls.utilization() != null) {
      apply(
          Pressure.of(polls.utilization(), config.settings())
              .<Event>map(pressure -> new Event.Fresh(now(), pressure))
              .orElseGet(() -> new Event.NoLimit(now())));
    }
    publish();
  }

  /// Reads the objects that change rarely: all of them at first, until they are known, and every
  /// five minutes; the own pod also at each poll while hot or out, and the workload while out.
  private Future<Void> refresh() {
    var due = schedule.refreshDue(now());
    var phase = machine.state().phase();
    var out = phase instanceof Phase.Shedding;
    if (!due && !out && !(phase instanceof Phase.Hot)) {
      return Future.succeededFuture();
    }
    return reads
        .pod()
        .onSuccess(read -> read.events().forEach(this::apply))
        .compose(_ -> due || out ? reads.workload() : Future.succeededFuture())
        .compose(_ -> due && !out ? readHolding().<Void>mapEmpty() : Future.succeededFuture())
        .onSuccess(
            _ -> {
              if (due) {
                schedule.refreshed(now(), reads.knowledge());
              }
            });
  }

  /// While the result of a slot request is awaited, being listed may be that result.
  private Future<Holding> readHolding() {
    return reads
        .isHolder()
        .onSuccess(
            holding -> {
              if (holding == Holding.HOLDER && !machine.holdsOrAwaitsSlot()) {
                apply(new Event.Held(now()));
              }
            });
  }

  private void publish() {
    latest.set(
        new Snapshot(
            config,
            List.of(),
            machine.state(),
            machine.since(),
            machine.reason(),
            machine.denial(),
            runner.pending(),
            reads.observations(),
            sources.permission().view(),
            sources.metrics().version(),
            now()));
  }
}
