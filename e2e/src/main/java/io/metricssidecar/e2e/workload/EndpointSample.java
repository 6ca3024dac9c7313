package io.metricssidecar.e2e.workload;

import java.time.Instant;
import java.util.Set;

/// The pods that a Service sent traffic to at one moment.
///
/// @param at when the API server was asked
/// @param ready names of the pods with a ready endpoint
public record EndpointSample(Instant at, Set<String> ready) {
  public EndpointSample {
    ready = Set.copyOf(ready);
  }
}
