package io.metricssidecar.simulation.world.agent;

/// An answer to a readiness probe.
public enum ProbeAnswer {
  /// 200: the pod serves.
  READY,
  /// 400: the pod is shed.
  SHED,
  /// Another status, such as 503: a fault.
  FAULT
}
