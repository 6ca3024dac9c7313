package io.metricssidecar.e2e;

import java.time.Instant;
import java.util.Set;

/// Which pods a Service sent traffic to at one moment.
///
/// @param at when it was asked
/// @param ready names of the pods with a ready endpoint
public record EndpointSample(Instant at, Set<String> ready) {
  public EndpointSample {
    ready = Set.copyOf(ready);
  }
}
