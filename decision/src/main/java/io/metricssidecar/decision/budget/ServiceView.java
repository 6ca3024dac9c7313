package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// One Service that sends traffic to the pod, as its EndpointSlices show it.
///
/// @param name of the Service
/// @param endpoints of all its slices, each pod once
public record ServiceView(String name, List<Endpoint> endpoints) {
  public ServiceView {
    requireNonNull(name, "name is null");
    endpoints = List.copyOf(endpoints);
  }

  /// How many endpoints serve and are not among `out`.
  public int readyWithout(Set<String> out) {
    return (int)
        endpoints.stream()
            .filter(
                endpoint -> endpoint.ready() && endpoint.serving() && !out.contains(endpoint.pod()))
            .count();
  }

  /// The same Service with the endpoints of one zone alone.
  ServiceView in(String zone) {
    return new ServiceView(name, endpoints.stream().filter(e -> e.zone().equals(zone)).toList());
  }
}
