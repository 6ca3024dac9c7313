package io.metricssidecar.controller.missed;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What is done about pods that the webhook missed.
///
/// @param action beyond counting them
/// @param interval between two searches; also the age that a pod has to have to be evicted
/// @param namespace of the release, in which the webhook's Service is
public record MissedPodRules(Action action, Duration interval, String namespace) {
  public MissedPodRules {
    requireNonNull(action, "action is null");
    requireNonNull(interval, "interval is null");
    requireNonNull(namespace, "namespace is null");
  }

  /// What is done beyond counting.
  public enum Action {
    /// An Event on the workload.
    REPORT,
    /// The Event, and eviction of one pod after the other.
    EVICT
  }
}
