package io.metricssidecar.contract;

/// Who gives leave to shed.
public enum ShedMode {
  /// The budget Lease of the workload: the floor holds whatever happens.
  ENFORCE,
  /// Nobody: what would be shed is reported and the answer stays 200.
  OBSERVE,
  /// The sidecar's own rules and a snapshot of the workload's status: best effort, never a promise.
  LOCAL
}
