package io.metricssidecar.contract.sidecar;

/// The readiness probe on the sidecar's container, in the fields and units of Kubernetes. The
/// sidecar knows it too, because how long the kubelet takes to notice an answer follows from it.
///
/// @param initialDelaySeconds before the first probe, 0 to 3600
/// @param periodSeconds between probes, 1 to 300
/// @param timeoutSeconds of one probe, 1 to 60
/// @param failureThreshold consecutive failures until the pod is not ready, 1 to 20
/// @param successThreshold consecutive successes until it is ready again, 1 to 20
public record Probe(
    int initialDelaySeconds,
    int periodSeconds,
    int timeoutSeconds,
    int failureThreshold,
    int successThreshold) {
  /// Out of the Service about 10 s after the first 400, back about 5 s after the first 200.
  public static final Probe DEFAULT = new Probe(0, 5, 1, 2, 1);

  public Probe {
    check("initialDelaySeconds", initialDelaySeconds, 0, 3600);
    check("periodSeconds", periodSeconds, 1, 300);
    check("timeoutSeconds", timeoutSeconds, 1, 60);
    check("failureThreshold", failureThreshold, 1, 20);
    check("successThreshold", successThreshold, 1, 20);
  }

  private static void check(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is not in %d..%d: %d".formatted(field, least, most, value));
    }
  }
}
