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

/// All that the endpoints show, as one immutable value that the loop replaces and requests only
/// read.
///
/// @param config of the sidecar
/// @param configProblems what was wrong with it; empty where all was well
/// @param state of the state machine
/// @param since when the current phase began, by our clock
/// @param reason the rule that decided last
/// @param pending requests whose result has not arrived yet, oldest first
/// @param facts what was read
/// @param budget what was last seen of it
/// @param refusal last refusal of the current phase; null without one
/// @param apiVersion of metrics.k8s.io; empty before it is known
/// @param lastTick when the loop last ran, monotonic
public record Snapshot(
    SidecarConfig config,
    List<String> configProblems,
    OverloadState state,
    Instant since,
    Reason reason,
    List<Pending.Request> pending,
    Observations facts,
    BudgetView budget,
    @Nullable DenialReason refusal,
    String apiVersion,
    Duration lastTick) {
  public Snapshot {
    configProblems = List.copyOf(configProblems);
    pending = List.copyOf(pending);
  }
}
