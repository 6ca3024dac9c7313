package io.metricssidecar.injection.pod;

import io.metricssidecar.contract.Paths;

/// The entries of the webhook configuration, by the way in which pods opt in. Their conditions
/// exclude each other: no pod is reviewed by both.
public enum OptIn {
  /// The pod has the annotation `metrics-sidecar/enabled`.
  POD(Paths.MUTATE),
  /// The pod has no such annotation, its namespace the label `metrics-sidecar/injection`.
  NAMESPACE(Paths.MUTATE_NAMESPACE);

  private final String path;

  OptIn(String path) {
    this.path = path;
  }

  /// The path to which the entry sends reviews.
  public String path() {
    return path;
  }
}
