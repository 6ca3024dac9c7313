package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.SidecarConfig;
import io.metricssidecar.sidecar.budget.Permission;
import io.metricssidecar.sidecar.metrics.Observation;
import io.metricssidecar.sidecar.metrics.OwnPod;
import io.metricssidecar.sidecar.overload.Event;
import io.metricssidecar.sidecar.overload.OverloadConfig;
import io.metricssidecar.sidecar.overload.Phase;
import io.metricssidecar.sidecar.overload.Pressure;
import io.metricssidecar.sidecar.overload.Utilization;
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
final class ShedLoop extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(ShedLoop.class);

  /// Readiness follows a timer by at most this much.
  private static final Duration TICK = Duration.ofSeconds(1);

  /// What changes rarely is read again this often while the pod is calm.
  private static final Duration REFRESH = Duration.ofMinutes(5);

  /// Leave is confirmed this often while it is used: well within the time that it counts
  /// unconfirmed.
  private static final Duration CONFIRM = Duration.ofSeconds(3);

  private final Sources sources;
  private final Instruments instruments;
  private final SidecarConfig config;
  private final AtomicReference<Snapshot> board;
  private final Decider decider;
  private Facts facts;
  private Duration refreshDue;
  private Duration unknownPause = TICK;
  private Duration confirmed;
  private Duration backOff = TICK;
  private boolean leaseKnown;
  private boolean terminating;

  /// Where the loop reads from and whom it asks for leave.
  record Sources(MetricsSource metrics, ClusterReader cluster, Permission permission) {}

  ShedLoop(
      SidecarConfig config,
      Sources sources,
      Instruments instruments,
      AtomicReference<Snapshot> board) {
    this.config = requireNonNull(config, "config is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.instruments = requireNonNull(instruments, "instruments is null");
    this.board = requireNonNull(board, "board is null");
    facts = Facts.none(config.limits());
    refreshDue = instruments.clocks().monotonic();
    confirmed = refreshDue.minus(CONFIRM);
    decider =
        new Decider(
            OverloadConfig.of(config.settings()),
            sources.permission(),
            this::readPod,
            instruments,
            this::publish);
  }

  @Override
  public Future<?> start() {
    publish();
    instruments.timers().every(TICK, this::tick);
    instruments.timers().once(Duration.ZERO, this::poll);
    return Future.succeededFuture();
  }

  /// Takes the pod back into its Service for good; the answer is 200 once the future is complete.
  Future<Void> terminate() {
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
    if (now().minus(confirmed).compareTo(CONFIRM) < 0) {
      return;
    }
    confirmed = now();
    sources
        .permission()
        .stillHolds()
        .onSuccess(
            holds -> {
              if (!holds) {
                decider.apply(new Event.Lost(now()));
              }
            });
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

  /// The interval ±20 %; at birth, while rights and first samples are on their way, a back-off that
  /// starts at a second. Longer where the server asks for it, but nobody blinds us for hours.
  private Duration pause(Optional<Duration> retryAfter) {
    var interval = config.settings().pollInterval();
    var spread = 0.8 + 0.4 * instruments.random().nextDouble();
    var jittered = Duration.ofMillis((long) (interval.toMillis() * spread));
    var asked = min(retryAfter.orElse(Duration.ZERO), REFRESH);
    if (facts.filter().accepted() != null || backOff.compareTo(interval) >= 0) {
      return max(jittered, asked);
    }
    var wait = backOff;
    backOff = backOff.multipliedBy(2);
    return max(wait, asked);
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
    var due = now().compareTo(refreshDue) >= 0;
    var phase = decider.state().phase();
    var out = phase instanceof Phase.Shedding;
    if (!due && !out && !(phase instanceof Phase.Hot)) {
      return Future.succeededFuture();
    }
    return readPod()
        .compose(_ -> due || out ? readStatus() : Future.succeededFuture())
        .compose(_ -> due && !out ? readLease() : Future.succeededFuture())
        .onSuccess(_ -> scheduleRefresh(due));
  }

  private void scheduleRefresh(boolean wasDue) {
    if (wasDue) {
      var known = leaseKnown && facts.mainStarted().isPresent();
      unknownPause = known ? TICK : min(unknownPause.multipliedBy(2), REFRESH);
      refreshDue = now().plus(known ? REFRESH : unknownPause);
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
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
            facts,
            sources.permission().look(),
            decider.refusal(),
            sources.metrics().version(),
            now()));
  }
}
