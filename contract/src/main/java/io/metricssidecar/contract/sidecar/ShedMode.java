package io.metricssidecar.contract.sidecar;

/// Who gives leave to shed.
public enum ShedMode {
  /// [#ENFORCE], but [#OBSERVE] for workloads whose controller is held up by an unready pod:
  /// StatefulSets with `OrderedReady` and DaemonSets.
  AUTO,
  /// The budget Lease of the workload: the floor holds whatever happens.
  ENFORCE,
  /// Nobody: what would be shed is reported and the answer stays 200.
  OBSERVE,
  /// The sidecar's own rules and a snapshot of the workload's status: best effort, never a promise.
  LOCAL
}
