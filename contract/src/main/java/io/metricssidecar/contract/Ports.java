package io.metricssidecar.contract;

/// Port numbers and names.
public final class Ports {
  /// Where a sidecar listens unless `port` says otherwise.
  public static final int SIDECAR = 8333;

  /// Name of the sidecar's container port, which the PodMonitor selects.
  public static final String SIDECAR_NAME = "ms-metrics";

  /// TLS port of the admission webhook.
  public static final int WEBHOOK = 8443;

  /// Health and metrics of the controller, plain HTTP.
  public static final int CONTROLLER_HEALTH = 8080;

  private Ports() {}
}
