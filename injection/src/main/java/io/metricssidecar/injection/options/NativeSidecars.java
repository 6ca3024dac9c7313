package io.metricssidecar.injection.options;

/// The choice of the sidecar's [Placement].
public enum NativeSidecars {
  /// By the API server's version, see [ServerVersion#placement].
  AUTO,
  /// Always [Placement#NATIVE_SIDECAR].
  TRUE,
  /// Always [Placement#CONTAINER].
  FALSE
}
