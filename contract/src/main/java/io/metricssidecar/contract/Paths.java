package io.metricssidecar.contract;

/// Paths of our HTTP endpoints and fixed paths in a container's file system.
public final class Paths {
  /// The sidecar's readiness: 200, or 400 while the pod is shed.
  public static final String HEALTHZ = "/healthz";

  /// Liveness: 200 while the process works.
  public static final String LIVEZ = "/livez";

  /// The controller's readiness.
  public static final String READYZ = "/readyz";

  /// Prometheus metrics.
  public static final String METRICS = "/metrics";

  /// The sidecar's last decision with all inputs.
  public static final String EXPLAIN = "/explain";

  /// Admission reviews of pods that opt in by annotation.
  public static final String MUTATE = "/mutate";

  /// Admission reviews of the other pods in a namespace that opts in by label.
  public static final String MUTATE_NAMESPACE = "/mutate/namespace";

  /// Mount path of our token volume: every in-cluster client reads the token there, and the
  /// ServiceAccount admission plugin adds no mount of its own to a container that has one there
  /// (kubernetes, plugin/pkg/admission/serviceaccount).
  public static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  private Paths() {}
}
