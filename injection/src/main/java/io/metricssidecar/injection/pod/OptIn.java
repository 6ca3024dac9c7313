package io.metricssidecar.injection.pod;

import io.metricssidecar.contract.Paths;

/// Which entry of the webhook configuration has sent a review. Its conditions let no pod come
/// through both.
public enum OptIn {
  /// The pod has the annotation `metrics-sidecar/enabled`.
  POD(Paths.MUTATE),
  /// The pod has no such annotation, its namespace the label `metrics-sidecar/injection`.
  NAMESPACE(Paths.MUTATE_NAMESPACE);

  private final String path;

  OptIn(String path) {
    this.path = path;
  }

  /// Where it sends reviews to.
  public String path() {
    return path;
  }
}
