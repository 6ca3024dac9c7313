package io.metricssidecar.injection.config;

/// The setting that makes sidecars restartable init containers.
public enum NativeSidecars {
  /// If the API server's version is 1.32 or later: its kubelets are then 1.29 or later, which
  /// support them (Kubernetes' version skew policy).
  AUTO,
  /// Always.
  TRUE,
  /// Never.
  FALSE
}
