package io.metricssidecar.contract.sidecar;

/// Whether the other pods must be able to carry what the shed pod gives up.
public enum ShedGuard {
  /// Shed only if the others can absorb the load.
  REDISTRIBUTE,
  /// Do not ask.
  OFF
}
