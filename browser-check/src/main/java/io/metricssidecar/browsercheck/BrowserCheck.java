package io.metricssidecar.browsercheck;

import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.LeaseAge;
import io.metricssidecar.decision.budget.LocalRule;
import io.metricssidecar.decision.budget.RedistributionGuard;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Step;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.decision.samples.SampleFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One pod of three that becomes hot, sheds and returns within the budget: a run through all that
/// module `decision` offers. The build compiles it for a browser and fails where the compiler lacks
/// what a decision needs.
public final class BrowserCheck {
  private final SidecarSettings settings =
      SidecarSettings.read(SettingsSource.env(Map.of("WARM_UP", "0s", "OVERLOAD_WHEN", "cpu")))
          .value();
  private final OverloadConfig config = OverloadConfig.of(settings);
  private final PodIdentity pod = new PodIdentity("shop", "cart-0", "uid-0", "node");
  private OverloadState state = OverloadState.initial(Duration.ZERO);
  private BudgetLease lease = new BudgetLease("lease", "1", null, List.of());
  private LeaseAge age = LeaseAge.NONE;
  private SampleFilter filter = SampleFilter.EMPTY;
  private Duration now = Duration.ZERO;

  private BrowserCheck() {}

  /// Prints each change of state.
  public static void main(String[] arguments) {
    var check = new BrowserCheck();
    for (var second = 0; second < 600; second++) {
      check.second(second);
    }
  }

  private void second(int second) {
    now = Duration.ofSeconds(second);
    age = age.observed(lease.uid(), now);
    apply(new Event.Tick(now));
    if (second % 15 == 0) {
      sample(second, second < 120 ? 0.99 : 0.3);
    }
  }

  private void sample(int second, double cores) {
    var sample = new PodSample(cores, 0, Instant.ofEpochSecond(second), Duration.ofSeconds(15));
    var judged = filter.judge(new Observation.Sampled(sample), SampleFilter.Supply.STEADY);
    filter = judged.filter();
    judged
        .sample()
        .flatMap(fresh -> Pressure.of(new Pressure.Utilization(fresh.cpuCores(), null), settings))
        .ifPresent(pressure -> apply(new Event.Fresh(now, pressure)));
  }

  private void apply(Event event) {
    var before = state.phase().kind();
    var step = OverloadPolicy.next(state, event, config, 0.5);
    state = step.state();
    if (before != state.phase().kind()) {
      System.out.println(
          now.toMillis() / 1_000
              + " s: "
              + state.phase().kind()
              + " as "
              + step.reason().sentence());
    }
    for (var effect : step.effects()) {
      apply(result(effect));
    }
  }

  private Event result(Step.Effect effect) {
    return switch (effect) {
      case Step.Effect.Acquire(int attempt) -> slot(attempt);
      case Step.Effect.CheckReady() -> new Event.ReadyAgain(now);
      case Step.Effect.Release() -> {
        lease = lease.without(pod.uid());
        yield new Event.Released(now);
      }
    };
  }

  private Event slot(int attempt) {
    var settled = age.settled(now, Duration.ofSeconds(20));
    var input = new BudgetRule.Input(pod, settings.shedding(), workload(), lease, settled, true);
    System.out.println(
        "projected " + RedistributionGuard.projected(input).orElse(0) + ", local " + local());
    return switch (BudgetRule.decide(input)) {
      case BudgetRule.Decision.Take(BudgetLease taken) -> {
        lease = taken;
        yield new Event.Granted(now, attempt);
      }
      case BudgetRule.Decision.Deny(DenialReason reason) -> {
        System.out.println("denied: " + reason.sentence());
        yield new Event.Denied(now, attempt);
      }
      case BudgetRule.Decision.AlreadyHeld() -> new Event.Held(now);
    };
  }

  private String local() {
    return LocalRule.denial(workload().status(), settings.shedding())
        .map(DenialReason::label)
        .orElse("granted");
  }

  private WorkloadView workload() {
    var endpoints =
        List.of(
            new Endpoint("uid-0", "cart-0", true, true, "a"),
            new Endpoint("uid-1", "cart-1", true, true, "a"),
            new Endpoint("uid-2", "cart-2", true, true, "b"));
    return new WorkloadView(
        new WorkloadStatus(3, 3, 3, 3, false),
        List.of(new ServiceEndpoints("cart", endpoints)),
        Map.of("cart-0", 0.99, "cart-1", 0.2, "cart-2", 0.2),
        settings.cpu());
  }
}
