package io.metricssidecar.injection.pod;

/// What controls a pod, as far as its shedding depends on it: a sidecar gets rights and slots for
/// the workloads that the controller knows, and for no others.
public enum PodOwner {
  /// A workload of Kubernetes or of a kind that the installation knows.
  KNOWN,
  /// Anything else, such as a ReplicationController, a Job, or a Service in the case of a virtual
  /// cluster whose pods are copied.
  UNKNOWN,
  /// Nothing: no pod replaces this one.
  NONE
}
