package io.metricssidecar.simulation.world.node;

import io.metricssidecar.contract.sidecar.Probe;

/// The kubelet's result of a readiness probe, as an immutable value (`kubelet/prober/worker.go`): a
/// new result counts when it came as often in a row as its threshold says.
///
/// @param ready the result
/// @param last outcome of the last probe
/// @param run probes in a row with that outcome
record ProbeResult(boolean ready, boolean last, int run) {
  /// Before the first probe: not ready.
  static final ProbeResult INITIAL = new ProbeResult(false, false, 0);

  /// The result after one more probe.
  ProbeResult after(boolean success, Probe probe) {
    var same = success == last ? run + 1 : 1;
    var threshold = success ? probe.successThreshold() : probe.failureThreshold();
    return new ProbeResult(same >= threshold ? success : ready, success, same);
  }
}
