package io.metricssidecar.sidecar.loop;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.overload.Pressure.Utilization;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.decision.samples.SampleFilter;
import io.metricssidecar.decision.samples.SampleFilter.SampleResult;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that the loop has read so far, as an immutable value.
///
/// @param polls of the metrics API
/// @param pod last read of the own pod; null before the first
/// @param workload last read of the workload's status; null before the first
/// @param injected limits that the webhook wrote
/// @param limits of the measured container in force
/// @param podRead when the own pod was read, monotonic; null before the first time
/// @param workloadRead when the workload's status was read, monotonic; null before the first time
public record Observations(
    Polls polls,
    @Nullable OwnPod pod,
    @Nullable WorkloadStatus workload,
    Limits injected,
    Limits limits,
    @Nullable Duration podRead,
    @Nullable Duration workloadRead) {
  /// The polls of the metrics API so far.
  ///
  /// @param filter for the next sample
  /// @param result of the last poll; MISSING before the first
  /// @param problem the reason why the last poll brought no sample; empty where it did
  /// @param sample last one that counted; null before the first
  /// @param utilization by that sample; null before the first
  public record Polls(
      SampleFilter filter,
      SampleResult result,
      String problem,
      @Nullable PodSample sample,
      @Nullable Utilization utilization) {}

  /// Nothing was read yet.
  public static Observations none(Limits injected) {
    var polls =
        new Polls(
            SampleFilter.EMPTY,
            SampleResult.MISSING,
            "the metrics API was not polled yet",
            null,
            null);
    return new Observations(polls, null, null, injected, injected, null, null);
  }

  /// After a poll of the metrics API.
  public Observations after(Observation observation, Supply supply) {
    var judged = polls.filter().judge(observation, supply);
    var accepted = judged.sample();
    var next =
        new Polls(
            judged.filter(),
            judged.result(),
            problem(observation, judged.result()),
            accepted.orElse(polls.sample()),
            accepted.isPresent() ? utilization(accepted.get()) : polls.utilization());
    return new Observations(next, pod, workload, injected, limits, podRead, workloadRead);
  }

  private static String problem(Observation observation, SampleResult result) {
    return switch (observation) {
      case Observation.Missing(String missing) -> missing;
      case Observation.Failed(String failed) -> failed;
      case Observation.Sampled _ ->
          switch (result) {
            case FRESH, REPEAT, ERROR -> "";
            case REGRESSED -> "the metrics API sent a sample older than one before it";
            case MISSING -> "the sample reaches back before the start of the measured container";
          };
    };
  }

  /// After the own pod was read. The limits in force win over those that the webhook wrote.
  ///
  /// @param now monotonic
  public Observations after(OwnPod read, Duration now) {
    var started = read.mainStarted();
    var next =
        started == null
            ? polls
            : new Polls(
                polls.filter().startedAt(started),
                polls.result(),
                polls.problem(),
                polls.sample(),
                polls.utilization());
    return new Observations(
        next, read, workload, injected, inForce(read.limits()), now, workloadRead);
  }

  private Limits inForce(Limits read) {
    return new Limits(
        read.cpuMillicores() == null ? injected.cpuMillicores() : read.cpuMillicores(),
        read.memoryBytes() == null ? injected.memoryBytes() : read.memoryBytes());
  }

  /// After the workload's status was read.
  ///
  /// @param now monotonic
  public Observations after(WorkloadStatus read, Duration now) {
    return new Observations(polls, pod, read, injected, limits, podRead, now);
  }

  /// Whether the own pod and its workload were read, and what was read is not about to change: the
  /// pod is Ready, and all desired pods are available.
  boolean settled() {
    return mainStarted().isPresent()
        && pod != null
        && pod.ready()
        && workload != null
        && workload.available() >= workload.desired();
  }

  /// The start of the measured container, as far as known.
  Optional<Instant> mainStarted() {
    return pod == null ? Optional.empty() : Optional.ofNullable(pod.mainStarted());
  }

  private Utilization utilization(PodSample sample) {
    var millicores = limits.cpuMillicores();
    var bytes = limits.memoryBytes();
    return new Utilization(
        millicores == null ? null : sample.cpuCores() * 1000 / millicores,
        bytes == null ? null : sample.memoryBytes() / bytes);
  }
}
