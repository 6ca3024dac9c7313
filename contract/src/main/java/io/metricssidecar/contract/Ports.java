package io.metricssidecar.contract;

/// Numbers and names of ports.
public final class Ports {
  /// Default port of a sidecar.
  public static final int SIDECAR = 8333;

  /// Name of the sidecar's container port, which the PodMonitor selects.
  public static final String SIDECAR_NAME = "ms-metrics";

  /// TLS port of the admission webhook.
  public static final int WEBHOOK = 8443;

  /// Health and metrics of the controller, plain HTTP.
  public static final int CONTROLLER_HEALTH = 8080;

  private Ports() {}
}
