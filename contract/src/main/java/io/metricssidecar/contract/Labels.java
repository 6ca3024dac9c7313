package io.metricssidecar.contract;

/// Label keys and values that are ours.
public final class Labels {
  /// On every injected pod, value [#TRUE]: what the controller's informer and the PodMonitor
  /// select.
  public static final String INJECTED = Annotations.PREFIX + "injected";

  /// Opts a whole namespace in, value [#ENABLED].
  public static final String INJECTION = Annotations.PREFIX + "injection";

  /// Value of [#INJECTED].
  public static final String TRUE = "true";

  /// Value of [#INJECTION].
  public static final String ENABLED = "enabled";

  private Labels() {}
}
