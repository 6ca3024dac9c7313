package io.metricssidecar.contract;

/// Our label keys and their values.
public final class Labels {
  /// [#TRUE] on every injected pod, which the PodMonitor selects; [#FALSE] on pods that asked for
  /// the sidecar and could not get it. The controller watches both.
  public static final String INJECTED = Annotations.PREFIX + "injected";

  /// Opts a whole namespace in, value [#ENABLED].
  public static final String INJECTION = Annotations.PREFIX + "injection";

  /// Value of [#INJECTED].
  public static final String TRUE = "true";

  /// Value of [#INJECTED] on pods without sidecar.
  public static final String FALSE = "false";

  /// Value of [#INJECTION].
  public static final String ENABLED = "enabled";

  /// Who maintains an object, with the value [#METRICS_SIDECAR] on Roles, RoleBindings and Leases
  /// of workloads.
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /// Value of [#MANAGED_BY].
  public static final String METRICS_SIDECAR = "metrics-sidecar";

  private Labels() {}
}
