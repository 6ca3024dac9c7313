package io.metricssidecar.contract.sidecar;

/// The resources that must be above their thresholds for the container to be overloaded.
public enum OverloadWhen {
  /// CPU and memory; recovered when either is below its recovery value.
  BOTH,
  /// CPU or memory.
  ANY,
  /// CPU alone.
  CPU,
  /// Memory alone.
  MEMORY
}
