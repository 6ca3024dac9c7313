package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Utilization;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.sidecar.api.ClusterReader;
import io.metricssidecar.sidecar.api.MetricsSource;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds the state machine with time and with what it reads, and publishes a [Snapshot] after each
/// step. Everything here runs on one event loop, so nothing is locked.
public final class ShedLoop extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(ShedLoop.class);

  private final Sources sources;
  private final Instruments instruments;
  private final SidecarConfig config;
  private final AtomicReference<Snapshot> board;
  private final OverloadMachine decider;
  private final Schedule schedule;
  private final Pending pending = new Pending();
  private Observations facts;
  private boolean leaseKnown;
  private boolean terminating;

  /// Where the loop reads from and whom it asks for leave.
  public record Sources(MetricsSource metrics, ClusterReader cluster, SlotPermission permission) {}

  public ShedLoop(
      SidecarConfig config,
      Sources sources,
      Instruments instruments,
      AtomicReference<Snapshot> board) {
    this.config = requireNonNull(config, "config is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.instruments = requireNonNull(instruments, "instruments is null");
    this.board = requireNonNull(board, "board is null");
    facts = Observations.none(config.limits());
    schedule = new Schedule(config.settings().pollInterval(), instruments.clocks().monotonic());
    decider =
        new OverloadMachine(
            OverloadConfig.of(config.settings()),
            sources.permission(),
            this::readPod,
            instruments,
            pending,
            this::publish);
  }

  @Override
  public Future<?> start() {
    publish();
    instruments.timers().every(Schedule.TICK, this::tick);
    instruments.timers().once(Duration.ZERO, this::poll);
    return Future.succeededFuture();
  }

  /// Takes the pod back into its Service for good; the answer is 200 once the future is complete.
  public Future<Void> terminate() {
    return Future.future(
        done ->
            context.runOnContext(
                _ -> {
                  terminating = true;
                  decider.apply(new Event.Terminate(now()));
                  done.complete();
                }));
  }

  private Duration now() {
    return instruments.clocks().monotonic();
  }

  private void tick() {
    if (terminating) {
      decider.apply(new Event.Terminate(now()));
    }
    decider.apply(new Event.Tick(now()));
    if (decider.state().shedding()) {
      confirm();
    }
  }

  private void confirm() {
    if (sources.permission().expired()) {
      decider.apply(new Event.Lost(now()));
      return;
    }
    if (!schedule.confirmDue(now())) {
      return;
    }
    schedule.confirming(now());
    pending
        .until(sources.permission().stillHolds(), Pending.Request.CONFIRMATION)
        .onSuccess(
            holds -> {
              if (!holds) {
                decider.apply(new Event.Lost(now()));
              }
              publish();
            });
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
                LOGGER.atError().setCause(done.cause()).log("a poll failed unexpectedly");
              }
              var wait = done.succeeded() ? done.result().retryAfter() : Optional.<Duration>empty();
              instruments.timers().once(pause(wait), this::poll);
            });
  }

  private Duration pause(Optional<Duration> retryAfter) {
    var draw = instruments.random().nextDouble();
    return facts.filter().accepted() == null
        ? schedule.newbornPause(draw, retryAfter)
        : schedule.calmPause(draw, retryAfter);
  }

  private void observe(Observation observation) {
    var outcome = facts.filter().judge(observation);
    instruments.meters().sample(outcome.worth().label());
    facts = facts.observed(observation, outcome);
    var use = facts.utilization();
    if (outcome.sample().isPresent() && use != null) {
      fresh(use);
    }
    publish();
  }

  private void fresh(Utilization use) {
    var pressure = Pressure.of(use, config.settings());
    if (pressure.isEmpty()) {
      decider.apply(new Event.NothingToJudge(now()));
      return;
    }
    decider.apply(new Event.SomethingToJudge(now()));
    decider.apply(new Event.Fresh(now(), pressure.get()));
  }

  /// Reads what changes rarely: all of it at first, until it is known, and every five minutes; the
  /// own pod also at each poll while hot or out, and the workload while out.
  private Future<Void> refresh() {
    var due = schedule.refreshDue(now());
    var phase = decider.state().phase();
    var out = phase instanceof Phase.Shedding;
    if (!due && !out && !(phase instanceof Phase.Hot)) {
      return Future.succeededFuture();
    }
    return readPod()
        .compose(_ -> due || out ? readStatus() : Future.succeededFuture())
        .compose(_ -> due && !out ? readLease() : Future.succeededFuture())
        .onSuccess(
            _ -> {
              if (due) {
                schedule.refreshed(now(), knowledge());
              }
            });
  }

  private Schedule.Knowledge knowledge() {
    return leaseKnown && facts.mainStarted().isPresent()
        ? Schedule.Knowledge.COMPLETE
        : Schedule.Knowledge.PARTIAL;
  }

  private Future<Void> readStatus() {
    return sources
        .cluster()
        .status()
        .onSuccess(read -> read.ifPresent(status -> facts = facts.with(status)))
        .mapEmpty();
  }

  private Future<Void> readLease() {
    return sources
        .permission()
        .held()
        .onSuccess(
            held -> {
              leaseKnown = held.isPresent();
              if (held.orElse(false) && !asking()) {
                decider.apply(new Event.Held(now()));
              }
            })
        .mapEmpty();
  }

  /// While an answer to a question is under way, being named may be its result.
  private boolean asking() {
    return decider.state().shedding()
        || (decider.state().phase() instanceof Phase.Hot hot && hot.awaiting());
  }

  private Future<Optional<OwnPod>> readPod() {
    return sources.cluster().ownPod().onSuccess(read -> read.ifPresent(this::podRead));
  }

  private void podRead(OwnPod read) {
    var before = facts.mainStarted();
    facts = facts.with(read);
    sources.cluster().limits(facts.limits());
    var started = read.mainStarted();
    if (started != null && !before.equals(Optional.of(started))) {
      var elapsed = Duration.between(started, instruments.clocks().wall().instant());
      decider.apply(
          new Event.MainStarted(now(), elapsed.isNegative() ? now() : now().minus(elapsed)));
    }
    if (!read.mainReady() && decider.state().shedding()) {
      decider.apply(new Event.MainNotReady(now()));
    }
  }

  private void publish() {
    board.set(
        new Snapshot(
            config,
            List.of(),
            decider.state(),
            decider.since(),
            decider.reason(),
            pending.requests(),
            facts,
            sources.permission().look(),
            decider.refusal(),
            sources.metrics().version(),
            now()));
  }
}
