package io.metricssidecar.contract;

/// Paths of our HTTP endpoints and the fixed places in a container's file system.
public final class Paths {
  /// The sidecar's readiness answer: 200, or 400 while the pod sheds.
  public static final String HEALTHZ = "/healthz";

  /// 200 while the process works at all.
  public static final String LIVEZ = "/livez";

  /// The controller's readiness.
  public static final String READYZ = "/readyz";

  /// Prometheus metrics.
  public static final String METRICS = "/metrics";

  /// The sidecar's last decision with every input.
  public static final String EXPLAIN = "/explain";

  /// Admission reviews of pods that ask for the sidecar by annotation.
  public static final String MUTATE = "/mutate";

  /// Admission reviews of the other pods of a namespace that asks for all of them.
  public static final String MUTATE_NAMESPACE = "/mutate/namespace";

  /// Where our token volume is mounted: the place that every in-cluster client looks at, and where
  /// the ServiceAccount admission plugin then leaves our container alone (kubernetes,
  /// plugin/pkg/admission/serviceaccount).
  public static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  private Paths() {}
}
