package io.metricssidecar.injection.options;

/// The choice of the sidecar's [Placement], for an installation or for one pod.
public enum NativeSidecars {
  /// By the API server's version, see [ServerVersion#placement]; for a pod: as the installation
  /// chooses.
  AUTO,
  /// Always [Placement#NATIVE_SIDECAR].
  TRUE,
  /// Always [Placement#CONTAINER].
  FALSE
}
