package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// One Service that sends traffic to the pod, as its EndpointSlices show it.
///
/// @param name of the Service
/// @param endpoints of all its slices, each pod once
public record ServiceEndpoints(String name, List<Endpoint> endpoints) {
  public ServiceEndpoints {
    requireNonNull(name, "name is null");
    endpoints = List.copyOf(endpoints);
  }

  /// One endpoint of a Service (discovery.k8s.io `Endpoint`).
  ///
  /// @param pod UID of the pod behind it; empty where there is none
  /// @param podName name of that pod
  /// @param ready whether traffic goes there
  /// @param serving whether the pod is Ready, also where the Service publishes unready pods
  /// @param zone of the node; empty where it is not known
  public record Endpoint(String pod, String podName, boolean ready, boolean serving, String zone) {
    /// Whether traffic goes there although the pod is not Ready: the Service publishes such
    /// addresses, and shedding changes nothing.
    public boolean published() {
      return ready && !serving;
    }
  }

  /// Whether traffic is seen to go to pods that are not ready.
  public boolean publishing() {
    return endpoints.stream().anyMatch(Endpoint::published);
  }

  /// The number of endpoints that serve and are not among `out`.
  public int readyWithout(Set<String> out) {
    return (int)
        endpoints.stream()
            .filter(
                endpoint -> endpoint.ready() && endpoint.serving() && !out.contains(endpoint.pod()))
            .count();
  }

  /// The same Service with the endpoints of one zone alone.
  ServiceEndpoints in(String zone) {
    return new ServiceEndpoints(
        name, endpoints.stream().filter(e -> e.zone().equals(zone)).toList());
  }
}
