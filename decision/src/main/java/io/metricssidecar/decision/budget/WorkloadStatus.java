package io.metricssidecar.decision.budget;

/// The pods of a workload as its own status counts them.
///
/// @param desired replicas, or scheduled pods of a DaemonSet
/// @param available pods that have been ready for minReadySeconds
/// @param ready pods that are ready
/// @param updated pods that the rollout under way does not replace any more, and all that are
///   desired where none is under way; 0 while the controller has not seen the newest specification
/// @param fragile whether its controller is held up by an unready pod, or deletes unready pods
///   first without bound: a StatefulSet with `OrderedReady`, a DaemonSet
/// @param paused whether an annotation of the workload itself stops shedding; it counts in mode
///   `local` alone, as otherwise the controller writes it into the budget
public record WorkloadStatus(
    int desired, int available, int ready, int updated, boolean fragile, boolean paused) {
  /// The status of a workload without that annotation.
  public WorkloadStatus(int desired, int available, int ready, int updated, boolean fragile) {
    this(desired, available, ready, updated, fragile, false);
  }

  /// Whether a rollout is under way: pods of an older revision are being replaced. One that is
  /// paused, held or stuck is none, as it may stay so for ever.
  public boolean rolling() {
    return updated < desired;
  }

  /// Share of the desired pods that serve, in percent; 100 where none is desired.
  public double availabilityPercent() {
    return desired == 0 ? 100 : 100.0 * available / desired;
  }
}
