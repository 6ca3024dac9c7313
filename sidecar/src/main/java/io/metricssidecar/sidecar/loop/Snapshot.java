package io.metricssidecar.sidecar.loop;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that the endpoints show, as one immutable value that the loop replaces and requests
/// only read.
///
/// @param config of the sidecar
/// @param configProblems one sentence each; empty where the configuration is valid
/// @param state of the state machine
/// @param since when the present phase began, by our clock
/// @param reason the rule that decided last
/// @param denial last one in the present phase; null without one
/// @param pending requests whose result has not arrived yet, oldest first
/// @param observations so far
/// @param budget as last observed
/// @param apiVersion of metrics.k8s.io; empty before it is known
/// @param lastTick when the loop last ran, monotonic
public record Snapshot(
    SidecarConfig config,
    List<String> configProblems,
    OverloadState state,
    Instant since,
    Reason reason,
    @Nullable DenialReason denial,
    List<PendingRequests.Kind> pending,
    Observations observations,
    BudgetView budget,
    String apiVersion,
    Duration lastTick) {
  /// A pod is not answered for as shed by a snapshot older than this: the loop renews it every
  /// second, and one that stands still cannot notice that the slot is lost or that the samples have
  /// stopped.
  public static final Duration MAX_AGE_WHILE_SHED = Duration.ofSeconds(3);

  /// The answer to a readiness probe.
  public enum Answer {
    /// The pod serves.
    SERVE(200),
    /// The pod is shed.
    SHED(400);

    private final int code;

    Answer(int code) {
      this.code = code;
    }

    /// The status code of the response.
    public int code() {
      return code;
    }
  }

  public Snapshot {
    configProblems = List.copyOf(configProblems);
    pending = List.copyOf(pending);
  }

  /// A process that does not decide: its configuration is not valid, or its loop has not begun.
  public static Snapshot disabled(
      SidecarConfig config, List<String> configProblems, Clocks clocks) {
    return new Snapshot(
        config,
        configProblems,
        OverloadState.disabled(Reason.INVALID_CONFIG, clocks.monotonic()),
        clocks.wall().instant(),
        Reason.INVALID_CONFIG,
        null,
        List.of(),
        Observations.none(config.limits()),
        BudgetView.NONE,
        "",
        clocks.monotonic());
  }

  /// The answer to a readiness probe at a moment: [Answer#SHED] in the phase
  /// [io.metricssidecar.decision.overload.Phase.Shedding] alone, and only while this snapshot is
  /// not older than [#MAX_AGE_WHILE_SHED].
  ///
  /// @param now monotonic
  public Answer answer(Duration now) {
    return state.shedding() && now.minus(lastTick).compareTo(MAX_AGE_WHILE_SHED) <= 0
        ? Answer.SHED
        : Answer.SERVE;
  }
}
