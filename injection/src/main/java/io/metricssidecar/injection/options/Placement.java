package io.metricssidecar.injection.options;

/// Where the sidecar stands in the pod.
public enum Placement {
  /// A restartable init container (KEP-753): pods that complete can complete, and the sidecar
  /// outlives the application at shutdown.
  NATIVE_SIDECAR,
  /// An ordinary container beside the application's.
  CONTAINER
}
