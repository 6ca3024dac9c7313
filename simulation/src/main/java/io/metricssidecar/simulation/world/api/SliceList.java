package io.metricssidecar.simulation.world.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// One page of EndpointSlices.
///
/// @param items of the page
/// @param next token of the next page; empty after the last
public record SliceList(List<Slice> items, String next) {
  public SliceList {
    items = List.copyOf(items);
    requireNonNull(next, "next is null");
  }

  /// An `EndpointSlice`.
  ///
  /// @param service that the label `kubernetes.io/service-name` names
  /// @param endpoints of the slice
  public record Slice(String service, List<Endpoint> endpoints) {
    public Slice {
      requireNonNull(service, "service is null");
      endpoints = List.copyOf(endpoints);
    }
  }

  /// One endpoint.
  ///
  /// @param podUid of `targetRef`
  /// @param podName of `targetRef`
  /// @param address of the pod
  /// @param node of the pod
  /// @param zone of the node
  /// @param ready whether traffic goes there: the pod is Ready and not being deleted, or the
  ///   Service publishes unready addresses
  /// @param serving whether the pod is Ready
  /// @param terminating whether the pod is being deleted
  public record Endpoint(
      String podUid,
      String podName,
      String address,
      String node,
      String zone,
      boolean ready,
      boolean serving,
      boolean terminating) {
    public Endpoint {
      requireNonNull(podUid, "podUid is null");
      requireNonNull(podName, "podName is null");
      requireNonNull(address, "address is null");
      requireNonNull(node, "node is null");
      requireNonNull(zone, "zone is null");
    }
  }
}
