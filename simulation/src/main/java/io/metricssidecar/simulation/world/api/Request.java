package io.metricssidecar.simulation.world.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;

/// A request to the API server. Names are those of objects of the world's namespace.
///
/// @param <T> the body of a successful answer
public sealed interface Request<T> {
  /// `GET /api/v1/…/pods/<name>`
  record GetPod(String name) implements Request<PodObject> {
    public GetPod {
      requireNonNull(name, "name is null");
    }
  }

  /// `GET /apis/apps/v1/…/<kind>/<name>`
  ///
  /// @param kind such as `Deployment`
  record GetWorkload(String kind, String name) implements Request<WorkloadObject> {
    public GetWorkload {
      requireNonNull(kind, "kind is null");
      requireNonNull(name, "name is null");
    }
  }

  /// `GET /apis/discovery.k8s.io/v1/…/endpointslices`, in pages.
  ///
  /// @param services only slices of these Services; of all where it is empty
  /// @param limit slices of a page; 0 for no limit
  /// @param from the page's token; empty for the first page
  record ListSlices(Set<String> services, int limit, String from) implements Request<SliceList> {
    public ListSlices {
      services = Set.copyOf(services);
      requireNonNull(from, "from is null");
    }
  }

  /// `GET /apis/metrics.k8s.io`: the answer has the preferred version.
  record DiscoverMetrics() implements Request<String> {}

  /// `GET /apis/metrics.k8s.io/<version>/…/pods/<name>`
  record GetPodMetrics(String name) implements Request<PodMetricsObject> {
    public GetPodMetrics {
      requireNonNull(name, "name is null");
    }
  }

  /// `GET /apis/metrics.k8s.io/<version>/…/pods`
  ///
  /// @param labels that the pods have; all pods of the namespace where it is empty
  record ListPodMetrics(Map<String, String> labels) implements Request<PodMetricsList> {
    public ListPodMetrics {
      labels = Map.copyOf(labels);
    }
  }

  /// `GET /apis/coordination.k8s.io/v1/…/leases/<name>`
  record GetLease(String name) implements Request<LeaseObject> {
    public GetLease {
      requireNonNull(name, "name is null");
    }
  }

  /// `PUT /apis/coordination.k8s.io/v1/…/leases/<name>`: applied only where UID and resourceVersion
  /// are those of the Lease, else 409. The answer is the Lease after the write.
  record PutLease(LeaseObject lease) implements Request<LeaseObject> {
    public PutLease {
      requireNonNull(lease, "lease is null");
    }
  }
}
