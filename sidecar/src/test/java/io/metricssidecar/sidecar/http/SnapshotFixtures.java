package io.metricssidecar.sidecar.http;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Pressure.Utilization;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.decision.samples.SampleFilter;
import io.metricssidecar.sidecar.SidecarFixture;
import io.metricssidecar.sidecar.loop.Observations;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Moments in the life of a sidecar, as the endpoints see them. Second 0 is noon.
final class SnapshotFixtures {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  static final SidecarConfig CONFIG = SidecarConfig.fromEnv(SidecarFixture.ENV).value();

  /// When the loop last ran where everything is known.
  static final Duration TICKED = Duration.ofSeconds(12);

  /// When pod and workload were read where everything is known.
  static final Duration READ = Duration.ofSeconds(10);

  private SnapshotFixtures() {}

  /// Just started: nothing was read.
  static Snapshot unread() {
    return new Snapshot(
        CONFIG,
        List.of(),
        OverloadState.initial(Duration.ZERO),
        NOON,
        Reason.STARTED,
        null,
        List.of(),
        Observations.none(CONFIG.limits()),
        BudgetView.NONE,
        "",
        Duration.ZERO);
  }

  /// Hot since second 0 and denied; everything is known.
  static Snapshot denied() {
    var state = after(new Event.Tick(Duration.ZERO), hot(), new Event.Tick(Duration.ZERO));
    state = next(state, new Event.Denied(Duration.ZERO, 1));
    return known(state, Reason.CRITICAL_SAMPLE, DenialReason.FLOOR);
  }

  /// Out since second 0.
  static Snapshot shedding() {
    var state = after(new Event.Tick(Duration.ZERO), hot(), new Event.Tick(Duration.ZERO));
    state = next(state, new Event.Granted(Duration.ZERO, 1));
    return known(state, Reason.GRANTED, null);
  }

  /// Started with a configuration that is not valid.
  static Snapshot invalid() {
    var config = SidecarConfig.fromEnv(Map.of()).value();
    return new Snapshot(
        config,
        List.of("POD_NAME is missing: expected the name of the pod", "second"),
        OverloadState.disabled(Reason.INVALID_CONFIG, Duration.ZERO),
        NOON,
        Reason.INVALID_CONFIG,
        null,
        List.of(),
        Observations.none(Limits.NONE),
        BudgetView.NONE,
        "",
        Duration.ZERO);
  }

  /// In a state that these events lead to, with nothing else known.
  static Snapshot in(OverloadState state, Reason reason) {
    var base = unread();
    return new Snapshot(
        base.config(),
        base.configProblems(),
        state,
        base.since(),
        reason,
        null,
        List.of(),
        base.observations(),
        base.budget(),
        "",
        Duration.ZERO);
  }

  static OverloadState after(Event... events) {
    var state = OverloadState.initial(Duration.ZERO);
    for (var event : events) {
      state = next(state, event);
    }
    return state;
  }

  static OverloadState next(OverloadState state, Event event) {
    return OverloadPolicy.next(state, event, OverloadConfig.of(CONFIG.settings()), 0).state();
  }

  static Event hot() {
    var use = new Utilization(0.9765, 0.5);
    return new Event.Fresh(Duration.ZERO, Pressure.of(use, CONFIG.settings()).orElseThrow());
  }

  private static Snapshot known(OverloadState state, Reason reason, @Nullable DenialReason denial) {
    var sample =
        new PodSample(0.976499999, 536_870_912, NOON.minusSeconds(3), Duration.ofMillis(15_114));
    var observations =
        Observations.none(CONFIG.limits())
            .after(
                new OwnPod("0d6c", true, true, false, NOON.minusSeconds(3600), Limits.NONE), READ)
            .after(new WorkloadStatus(3, 2, 2, 3, false), READ)
            .after(new Observation.Sampled(sample), SampleFilter.Supply.STEADY);
    return new Snapshot(
        CONFIG,
        List.of(),
        state,
        NOON,
        reason,
        denial,
        List.of(),
        observations,
        new BudgetView(1, 1, 2, 0.75),
        "v1beta1",
        TICKED);
  }
}
