package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Limits;
import io.metricssidecar.contract.SidecarConfig;
import io.metricssidecar.sidecar.budget.Permission;
import io.metricssidecar.sidecar.budget.WorkloadStatus;
import io.metricssidecar.sidecar.metrics.Observation;
import io.metricssidecar.sidecar.metrics.OwnPod;
import io.metricssidecar.sidecar.metrics.PodSample;
import io.metricssidecar.sidecar.metrics.SampleFilter;
import io.metricssidecar.sidecar.overload.Effect;
import io.metricssidecar.sidecar.overload.Event;
import io.metricssidecar.sidecar.overload.OverloadConfig;
import io.metricssidecar.sidecar.overload.OverloadPolicy;
import io.metricssidecar.sidecar.overload.OverloadState;
import io.metricssidecar.sidecar.overload.Phase;
import io.metricssidecar.sidecar.overload.Pressure;
import io.metricssidecar.sidecar.overload.Reason;
import io.metricssidecar.sidecar.overload.Refusal;
import io.metricssidecar.sidecar.overload.Utilization;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds the state machine with time and samples, carries out what it wants, and publishes a
/// [Snapshot] after each step. Everything here runs on one event loop, so nothing is locked.
final class ShedLoop extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(ShedLoop.class);

  /// Readiness follows a timer by at most this much.
  private static final Duration TICK = Duration.ofSeconds(1);

  /// What changes rarely is read again this often while the pod is calm.
  private static final Duration REFRESH = Duration.ofMinutes(5);

  private final Sources sources;
  private final Meters meters;
  private final Clocks clocks;
  private final RandomGenerator random;
  private final SidecarConfig config;
  private final OverloadConfig timing;
  private final AtomicReference<Snapshot> board;

  private OverloadState state;
  private SampleFilter filter = SampleFilter.EMPTY;
  private Reason reason = Reason.NOTHING_NEW;
  private Instant since;
  private @Nullable PodSample sample;
  private @Nullable Utilization utilization;
  private String trouble = "no reading of the metrics API yet";
  private @Nullable OwnPod pod;
  private @Nullable WorkloadStatus workload;
  private Limits limits;
  private @Nullable Refusal refusal;
  private @Nullable Duration refreshed;
  private Duration backOff = TICK;
  private boolean terminating;

  /// Where the loop reads from and whom it asks for leave.
  record Sources(MetricsSource metrics, ClusterReader cluster, Permission permission) {}

  /// The parameters that make a run repeatable, and what the loop writes to.
  record Instruments(
      Clocks clocks, RandomGenerator random, Meters meters, AtomicReference<Snapshot> board) {}

  ShedLoop(SidecarConfig config, Sources sources, Instruments instruments) {
    this.config = requireNonNull(config, "config is null");
    this.sources = requireNonNull(sources, "sources is null");
    clocks = instruments.clocks();
    random = instruments.random();
    meters = instruments.meters();
    board = instruments.board();
    timing = OverloadConfig.of(config.settings());
    limits = config.limits();
    state = OverloadState.initial(clocks.monotonic());
    since = clocks.wall().instant();
  }

  @Override
  public Future<?> start() {
    publish();
    vertx.setPeriodic(TICK.toMillis(), _ -> tick());
    vertx.setTimer(1, _ -> poll());
    return Future.succeededFuture();
  }

  /// Takes the pod back into its Service for good; the answer is 200 once the future is complete.
  Future<Void> terminate() {
    return Future.future(
        done ->
            context.runOnContext(
                _ -> {
                  terminating = true;
                  apply(new Event.Terminate(clocks.monotonic()));
                  done.complete();
                }));
  }

  private void tick() {
    apply(
        terminating ? new Event.Terminate(clocks.monotonic()) : new Event.Tick(clocks.monotonic()));
    if (terminating) {
      apply(new Event.Tick(clocks.monotonic()));
    }
  }

  private void poll() {
    sources
        .metrics()
        .poll()
        .compose(
            polled ->
                refresh()
                    .map(
                        _ -> {
                          observe(polled.observation());
                          return polled.retryAfter();
                        }))
        .onComplete(
            done -> {
              if (done.failed()) {
                LOGGER.atError().setCause(done.cause()).log("poll failed");
              }
              var wait = done.succeeded() ? done.result() : Optional.<Duration>empty();
              vertx.setTimer(pause(wait).toMillis(), _ -> poll());
            });
  }

  /// The interval ±20 %; at birth, while rights and first samples are on their way, a back-off that
  /// starts at a second.
  private Duration pause(Optional<Duration> retryAfter) {
    var interval = config.settings().pollInterval();
    var jittered =
        Duration.ofMillis((long) (interval.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    if (retryAfter.isPresent() && retryAfter.get().compareTo(jittered) > 0) {
      return retryAfter.get();
    }
    if (filter.accepted() != null || backOff.compareTo(interval) >= 0) {
      return jittered;
    }
    var wait = backOff;
    backOff = backOff.multipliedBy(2);
    return wait;
  }

  private void observe(Observation observation) {
    var outcome = filter.judge(observation);
    filter = outcome.filter();
    meters.sample(outcome.worth().label());
    trouble =
        switch (observation) {
          case Observation.Missing(String why) -> why;
          case Observation.Failed(String why) -> why;
          case Observation.Sampled _ -> "";
        };
    outcome.sample().ifPresent(this::fresh);
    publish();
  }

  private void fresh(PodSample accepted) {
    sample = accepted;
    var usage = accepted.usage();
    var now =
        new Utilization(
            limits.cpuMillicores() == null
                ? null
                : usage.cpuCores() * 1000 / limits.cpuMillicores(),
            limits.memoryBytes() == null ? null : usage.memoryBytes() / limits.memoryBytes());
    utilization = now;
    var at = clocks.monotonic();
    var pressure = Pressure.of(now, config.settings());
    if (pressure.isEmpty()) {
      apply(new Event.NothingToJudge(at));
      return;
    }
    apply(new Event.SomethingToJudge(at));
    apply(new Event.Fresh(at, pressure.get()));
  }

  /// Reads the own pod and the workload: at first, rarely while calm, at each poll while it
  /// matters.
  private Future<Void> refresh() {
    var calm =
        switch (state.phase()) {
          case Phase.Active(int hot) -> hot == 0;
          case Phase.Warmup _, Phase.Unknown _, Phase.Cooldown _, Phase.Disabled _ -> true;
          case Phase.Hot _, Phase.Shedding _, Phase.Recovering _ -> false;
        };
    var now = clocks.monotonic();
    if (calm
        && pod != null
        && pod.mainStarted() != null
        && refreshed != null
        && now.minus(refreshed).compareTo(REFRESH) < 0) {
      return Future.succeededFuture();
    }
    refreshed = now;
    return sources
        .cluster()
        .ownPod()
        .onSuccess(read -> read.ifPresent(this::podRead))
        .compose(_ -> state.shedding() ? checkLeave() : readWorkload());
  }

  private Future<Void> checkLeave() {
    return sources
        .permission()
        .stillHolds()
        .onSuccess(
            holds -> {
              if (!holds) {
                apply(new Event.Lost(clocks.monotonic()));
              }
            })
        .compose(_ -> readWorkload());
  }

  private Future<Void> readWorkload() {
    return sources
        .cluster()
        .workload()
        .onSuccess(read -> read.ifPresent(known -> workload = known))
        .mapEmpty();
  }

  private void podRead(OwnPod read) {
    var before = pod;
    pod = read;
    limits = merged(read.limits());
    var started = read.mainStarted();
    if (started != null && (before == null || !started.equals(before.mainStarted()))) {
      filter = filter.startedAt(started);
      var elapsed = Duration.between(started, clocks.wall().instant());
      var at = clocks.monotonic();
      apply(new Event.MainStarted(at, elapsed.isNegative() ? at : at.minus(elapsed)));
    }
    if (!read.mainReady() && state.shedding()) {
      apply(new Event.MainNotReady(clocks.monotonic()));
    }
  }

  /// What the pod says is in force; where it says nothing, what the webhook wrote.
  private Limits merged(Limits read) {
    return new Limits(
        read.cpuMillicores() == null ? config.limits().cpuMillicores() : read.cpuMillicores(),
        read.memoryBytes() == null ? config.limits().memoryBytes() : read.memoryBytes());
  }

  private void apply(Event event) {
    var before = state;
    var step = OverloadPolicy.next(before, event, timing, random.nextDouble());
    state = step.state();
    if (!before.phase().label().equals(state.phase().label())) {
      moved(before, step.reason());
    }
    publish();
    step.effects().forEach(this::carryOut);
  }

  private void moved(OverloadState before, Reason why) {
    since = clocks.wall().instant();
    reason = why;
    refusal = null;
    meters.transition(before.phase().label(), state.phase().label(), why.label());
    if (before.phase() instanceof Phase.Shedding shedding) {
      meters.shed(clocks.monotonic().minus(shedding.since()));
    }
    LOGGER
        .atInfo()
        .addKeyValue("from", before.phase().label())
        .addKeyValue("to", state.phase().label())
        .addKeyValue("because", why.sentence())
        .addKeyValue("pressure", state.pressure())
        .log("state");
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Acquire(int attempt) ->
          sources.permission().acquire().onSuccess(answer -> answered(attempt, answer));
      case Effect.CheckReady() -> sources.cluster().ownPod().onSuccess(this::readinessRead);
      case Effect.Release() -> sources.permission().release().onSuccess(this::releaseAnswered);
    }
  }

  private void answered(int attempt, Permission.Answer answer) {
    var at = clocks.monotonic();
    switch (answer) {
      case Permission.Answer.Granted _ -> {
        meters.attempt("granted");
        apply(new Event.Granted(at, attempt));
      }
      case Permission.Answer.Refused(Refusal why) -> {
        meters.attempt(why.label());
        apply(new Event.Refused(at, attempt, why));
        refusal = why;
        publish();
      }
      case Permission.Answer.AlreadyHeld _ -> apply(new Event.Held(at));
    }
  }

  private void readinessRead(Optional<OwnPod> read) {
    var at = clocks.monotonic();
    read.ifPresent(this::podRead);
    apply(read.isPresent() && read.get().ready() ? new Event.ReadyAgain(at) : new Event.NotYet(at));
  }

  private void releaseAnswered(boolean released) {
    var at = clocks.monotonic();
    apply(released ? new Event.Released(at) : new Event.NotYet(at));
  }

  private void publish() {
    board.set(
        new Snapshot(
            config,
            List.of(),
            state,
            since,
            reason,
            sample,
            utilization,
            trouble,
            pod,
            workload,
            limits,
            refusal,
            sources.metrics().version(),
            clocks.monotonic()));
  }
}
