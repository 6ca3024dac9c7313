package io.metricssidecar.simulation.world.cluster;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.api.SliceList.Endpoint;
import java.time.Duration;
import java.util.List;

/// One Service with the endpoints that its controller wrote last.
public final class Service {
  private final String name;
  private final boolean publishesUnready;
  private List<Endpoint> endpoints = List.of();
  private List<Endpoint> before = List.of();
  private Duration changed = Duration.ZERO;

  /// @param publishesUnready `publishNotReadyAddresses`
  public Service(String name, boolean publishesUnready) {
    this.name = requireNonNull(name, "name is null");
    this.publishesUnready = publishesUnready;
  }

  public String name() {
    return name;
  }

  public boolean publishesUnready() {
    return publishesUnready;
  }

  /// Its endpoints as its EndpointSlices have them.
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /// Its endpoints before the last change, as an answer from a cache may still have them.
  public List<Endpoint> before() {
    return before;
  }

  /// When they changed last.
  public Duration changed() {
    return changed;
  }

  /// Its controller writes the EndpointSlices.
  public void write(List<Endpoint> written, Duration now) {
    if (!written.equals(endpoints)) {
      changed = now;
      before = endpoints;
      endpoints = List.copyOf(written);
    }
  }
}
