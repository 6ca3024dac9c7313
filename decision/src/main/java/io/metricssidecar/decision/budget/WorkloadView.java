package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The workload and its Services at the moment of a slot request.
///
/// @param status of the workload
/// @param services that have an endpoint of this pod
/// @param utilization of the pods by name, of the resource that follows traffic; without an entry
///   it is not known. Empty where it was not read
/// @param thresholds of that resource
public record WorkloadView(
    WorkloadStatus status,
    List<ServiceEndpoints> services,
    Map<String, Double> utilization,
    Thresholds thresholds) {
  public WorkloadView {
    requireNonNull(status, "status is null");
    requireNonNull(thresholds, "thresholds is null");
    services = List.copyOf(services);
    utilization = Map.copyOf(utilization);
  }

  /// The endpoint of a pod, where a Service has one.
  Optional<ServiceEndpoints.Endpoint> endpoint(String pod) {
    return services.stream()
        .flatMap(service -> service.endpoints().stream())
        .filter(endpoint -> endpoint.pod().equals(pod))
        .findFirst();
  }
}
