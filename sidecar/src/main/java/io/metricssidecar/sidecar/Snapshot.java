package io.metricssidecar.sidecar;

import io.metricssidecar.contract.Limits;
import io.metricssidecar.contract.SidecarConfig;
import io.metricssidecar.sidecar.budget.WorkloadStatus;
import io.metricssidecar.sidecar.metrics.OwnPod;
import io.metricssidecar.sidecar.metrics.PodSample;
import io.metricssidecar.sidecar.overload.OverloadState;
import io.metricssidecar.sidecar.overload.Reason;
import io.metricssidecar.sidecar.overload.Refusal;
import io.metricssidecar.sidecar.overload.Utilization;
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
/// @param sample last one that counted; null before the first
/// @param utilization of that sample; null before the first
/// @param trouble why the last reading brought no sample; empty where it did
/// @param pod last read of the own pod; null before the first
/// @param workload last read of the workload's status; null before the first
/// @param limits of the measured container in force
/// @param refusal last refusal of the current phase; null without one
/// @param apiVersion of metrics.k8s.io; empty before it is known
/// @param lastTick when the loop last ran, monotonic
record Snapshot(
    SidecarConfig config,
    List<String> configProblems,
    OverloadState state,
    Instant since,
    Reason reason,
    @Nullable PodSample sample,
    @Nullable Utilization utilization,
    String trouble,
    @Nullable OwnPod pod,
    @Nullable WorkloadStatus workload,
    Limits limits,
    @Nullable Refusal refusal,
    String apiVersion,
    Duration lastTick) {
  Snapshot {
    configProblems = List.copyOf(configProblems);
  }
}
