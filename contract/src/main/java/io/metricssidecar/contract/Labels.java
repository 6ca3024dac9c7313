package io.metricssidecar.contract;

/// Label keys and values that are ours.
public final class Labels {
  /// On every injected pod, value [#TRUE], which the PodMonitor selects; value [#FALSE] on pods
  /// that asked and could not get the sidecar. The controller watches both.
  public static final String INJECTED = Annotations.PREFIX + "injected";

  /// Opts a whole namespace in, value [#ENABLED].
  public static final String INJECTION = Annotations.PREFIX + "injection";

  /// Value of [#INJECTED].
  public static final String TRUE = "true";

  /// Value of [#INJECTED] on pods that have no sidecar.
  public static final String FALSE = "false";

  /// Value of [#INJECTION].
  public static final String ENABLED = "enabled";

  private Labels() {}
}
