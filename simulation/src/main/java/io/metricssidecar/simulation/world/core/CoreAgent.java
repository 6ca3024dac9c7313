package io.metricssidecar.simulation.world.core;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.overload.Step;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import io.metricssidecar.simulation.world.agent.Agent;
import io.metricssidecar.simulation.world.agent.AgentContext;
import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.agent.Stage;
import io.metricssidecar.simulation.world.api.PodObject;
import io.metricssidecar.simulation.world.api.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The shipped state machine and the shipped rule of the budget with a simple loop around them: a
/// tick each second, and polls of the samples, each of which reads the own pod too.
public final class CoreAgent implements Agent {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration CONFIRM = Duration.ofSeconds(3);
  private static final Duration REFRESH = Duration.ofMinutes(5);
  private final AgentContext context;
  private final SidecarConfig config;
  private final OverloadConfig rules;
  private final CoreBudget budget;
  private final CoreRequests requests;
  private final CoreSamples samples;
  private final Duration born;
  private OverloadState state;
  private @Nullable Instant mainStarted;
  private Duration confirmed;
  private @Nullable Duration holdingRead;
  private boolean terminating;

  public CoreAgent(AgentContext context) {
    this.context = requireNonNull(context, "context is null");
    config = context.config();
    rules = OverloadConfig.of(config.settings());
    budget = new CoreBudget(context);
    requests = new CoreRequests(context.api());
    samples = new CoreSamples(config);
    born = now();
    state = OverloadState.initial(born);
    confirmed = born;
  }

  @Override
  public void start() {
    tick();
    poll();
  }

  @Override
  public void probe(Consumer<ProbeAnswer> answer) {
    answer.accept(state.shedding() ? ProbeAnswer.SHED : ProbeAnswer.READY);
  }

  @Override
  public void terminate() {
    terminating = true;
    apply(new Event.Terminate(now()));
  }

  private Duration now() {
    return context.time().now();
  }

  private void tick() {
    context.time().after(TICK, this::tick);
    if (terminating) {
      apply(new Event.Terminate(now()));
    }
    apply(new Event.Tick(now()));
    if (state.shedding() && budget.expired()) {
      apply(new Event.Lost(now(), Reason.BUDGET_LOST));
    } else if (state.shedding() && now().minus(confirmed).compareTo(CONFIRM) >= 0) {
      confirmed = now();
      budget.confirm(
          held -> {
            if (!held) {
              apply(new Event.Lost(now(), Reason.BUDGET_LOST));
            }
          });
    }
  }

  private void apply(Event event) {
    var step = OverloadPolicy.next(state, event, rules, context.random().nextDouble());
    state = step.state();
    step.effects().forEach(this::carryOut);
  }

  private void carryOut(Step.Effect effect) {
    switch (effect) {
      case Step.Effect.Acquire(int attempt) ->
          ownPod(
              pod -> {
                if (ready(pod)) {
                  budget.acquire(result -> apply(event(result, attempt)));
                } else {
                  apply(new Event.Denied(now(), attempt));
                }
              });
      case Step.Effect.CheckReady() ->
          ownPod(pod -> apply(ready(pod) ? new Event.ReadyAgain(now()) : new Event.NotYet(now())));
      case Step.Effect.Release() ->
          budget.release(
              released -> apply(released ? new Event.Released(now()) : new Event.NotYet(now())));
    }
  }

  private static boolean ready(@Nullable PodObject pod) {
    return pod != null && pod.ready();
  }

  @Override
  public Stage stage() {
    return Stage.of(state, null, now());
  }

  private Event event(CoreBudget.Result result, int attempt) {
    return switch (result) {
      case GRANTED -> new Event.Granted(now(), attempt);
      case DENIED -> new Event.Denied(now(), attempt);
      case HELD -> new Event.Held(now());
    };
  }

  private void poll() {
    var millis = config.settings().pollInterval().toMillis();
    var spread = 0.8 + 0.4 * context.random().nextDouble();
    context.time().after(Duration.ofMillis((long) (millis * spread)), this::poll);
    ownPod(_ -> {});
    readHolding();
    requests.send(
        new Request.GetPodMetrics(config.pod().name()),
        sample ->
            samples
                .pressure(
                    sample,
                    OverloadPolicy.starved(state, born, now(), rules)
                        ? Supply.STARVED
                        : Supply.STEADY)
                .ifPresent(pressure -> apply(new Event.Fresh(now(), pressure))),
        () -> {});
  }

  /// A slot request whose acknowledgement was lost may have made this pod a holder.
  private void readHolding() {
    var read = holdingRead;
    if (read == null || now().minus(read).compareTo(REFRESH) >= 0) {
      budget.isHolder(
          holder -> {
            holdingRead = now();
            if (holder && !holdsOrAwaitsSlot()) {
              apply(new Event.Held(now()));
            }
          });
    }
  }

  private boolean holdsOrAwaitsSlot() {
    return state.phase() instanceof Phase.Shedding
        || state.phase() instanceof Phase.Recovering
        || (state.phase() instanceof Phase.Hot hot && hot.awaiting());
  }

  private void ownPod(Consumer<@Nullable PodObject> then) {
    requests.send(
        new Request.GetPod(config.pod().name()),
        pod -> {
          observe(pod);
          then.accept(pod);
        },
        () -> then.accept(null));
  }

  private void observe(PodObject pod) {
    var main = pod.containers().getFirst();
    var started = main.started();
    if (started != null && !started.equals(mainStarted)) {
      mainStarted = started;
      samples.startedAt(started);
      var age = Duration.between(started, context.wall().get()).toNanos();
      apply(new Event.MainStarted(now(), now().minusNanos(Math.max(0, age))));
    }
    if (!main.ready()) {
      apply(new Event.MainNotReady(now()));
    }
  }
}
