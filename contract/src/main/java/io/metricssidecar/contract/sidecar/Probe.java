package io.metricssidecar.contract.sidecar;

import java.time.Duration;

/// The readiness probe on the sidecar's container, in the fields and units of Kubernetes. The
/// sidecar knows it too, because the time until the kubelet notices a change follows from it.
/// [SidecarSetting] has the ranges. A timeout longer than the period is valid, as in Kubernetes.
///
/// @param initialDelaySeconds before the first probe
/// @param periodSeconds between probes
/// @param timeoutSeconds of one probe
/// @param failureThreshold consecutive failures until the pod is not ready
/// @param successThreshold consecutive successes until it is ready again
public record Probe(
    int initialDelaySeconds,
    int periodSeconds,
    int timeoutSeconds,
    int failureThreshold,
    int successThreshold) {
  /// The maximum time from the first 400 until the kubelet takes the pod for not ready.
  public Duration untilUnready() {
    return until(failureThreshold);
  }

  /// The maximum time from the first 200 until the kubelet takes the pod for ready again.
  public Duration untilReady() {
    return until(successThreshold);
  }

  /// The maximum time until the kubelet has this many answers of a new kind.
  ///
  /// One goroutine probes a container, and it waits for each answer (`kubelet/prober/worker.go`):
  /// so two probes are a period apart, or a timeout where that is longer, and the first may begin
  /// as late after the change. The last answer may take a timeout to arrive.
  private Duration until(int answers) {
    var apart = (long) Math.max(periodSeconds, timeoutSeconds);
    return Duration.ofSeconds(apart * answers + timeoutSeconds);
  }
}
