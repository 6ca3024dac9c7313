package io.metricssidecar.decision.budget;

/// One endpoint of a Service (discovery.k8s.io `Endpoint`).
///
/// @param pod UID of the pod behind it; empty where there is none
/// @param podName name of that pod
/// @param ready whether traffic goes there
/// @param serving whether the pod is Ready, whatever the Service publishes
/// @param zone of the node; empty where it is not known
public record Endpoint(String pod, String podName, boolean ready, boolean serving, String zone) {
  /// Traffic goes there although the pod is not Ready: the Service publishes such addresses, and
  /// shedding changes nothing.
  public boolean published() {
    return ready && !serving;
  }
}
