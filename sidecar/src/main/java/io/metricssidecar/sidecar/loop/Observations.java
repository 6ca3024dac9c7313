package io.metricssidecar.sidecar.loop;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.overload.Utilization;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.decision.samples.SampleFilter;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the loop has read so far, as an immutable value.
///
/// @param filter which samples count from here on
/// @param sample last one that counted; null before the first
/// @param utilization of that sample; null before the first
/// @param trouble why the last reading brought no sample; empty where it did
/// @param pod last read of the own pod; null before the first
/// @param workload last read of the workload's status; null before the first
/// @param injected limits that the webhook wrote
/// @param limits of the measured container in force
public record Observations(
    SampleFilter filter,
    @Nullable PodSample sample,
    @Nullable Utilization utilization,
    String trouble,
    @Nullable OwnPod pod,
    @Nullable WorkloadStatus workload,
    Limits injected,
    Limits limits) {
  /// Nothing was read.
  public static Observations none(Limits injected) {
    return new Observations(
        SampleFilter.EMPTY,
        null,
        null,
        "no reading of the metrics API yet",
        null,
        null,
        injected,
        injected);
  }

  /// After a reading of the metrics API was judged.
  public Observations observed(Observation observation, SampleFilter.Outcome outcome) {
    var accepted = outcome.sample();
    return new Observations(
        outcome.filter(),
        accepted.orElse(sample),
        accepted.isPresent() ? used(accepted.get()) : utilization,
        trouble(observation, outcome.worth()),
        pod,
        workload,
        injected,
        limits);
  }

  private static String trouble(Observation observation, SampleFilter.Worth worth) {
    return switch (observation) {
      case Observation.Missing(String missing) -> missing;
      case Observation.Failed(String failed) -> failed;
      case Observation.Sampled _ ->
          switch (worth) {
            case FRESH, REPEAT, ERROR -> "";
            case REGRESSED -> "the metrics API sent a sample older than one before it";
            case MISSING -> "the sample reaches back before the start of the measured container";
          };
    };
  }

  /// After the own pod was read. What it says is in force wins over what the webhook wrote.
  public Observations with(OwnPod read) {
    var started = read.mainStarted();
    return new Observations(
        started == null ? filter : filter.startedAt(started),
        sample,
        utilization,
        trouble,
        read,
        workload,
        injected,
        new Limits(
            read.limits().cpuMillicores() == null
                ? injected.cpuMillicores()
                : read.limits().cpuMillicores(),
            read.limits().memoryBytes() == null
                ? injected.memoryBytes()
                : read.limits().memoryBytes()));
  }

  /// After the workload's status was read.
  public Observations with(WorkloadStatus read) {
    return new Observations(filter, sample, utilization, trouble, pod, read, injected, limits);
  }

  /// When the measured container was started, as far as known.
  Optional<Instant> mainStarted() {
    return pod == null ? Optional.empty() : Optional.ofNullable(pod.mainStarted());
  }

  private Utilization used(PodSample accepted) {
    var usage = accepted.usage();
    var millicores = limits.cpuMillicores();
    var bytes = limits.memoryBytes();
    return new Utilization(
        millicores == null ? null : usage.cpuCores() * 1000 / millicores,
        bytes == null ? null : usage.memoryBytes() / bytes);
  }
}
