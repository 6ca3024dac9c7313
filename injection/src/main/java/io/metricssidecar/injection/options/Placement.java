package io.metricssidecar.injection.options;

/// The kind of container that the sidecar is in its pod.
public enum Placement {
  /// A restartable init container (KEP-753): a pod that runs to completion can complete, and the
  /// sidecar outlives the application at shutdown.
  NATIVE_SIDECAR,
  /// An ordinary container beside the application's.
  CONTAINER
}
