package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.json.Selection;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The `/scale` of a workload (autoscaling/v1): all that workloads of every custom kind say in the
/// same way.
///
/// @param desired pods
/// @param present pods by the count of the workload's own controller
/// @param selector of the pods, as text for a query; never empty
public record Scale(int desired, int present, String selector) {
  /// The fields that are read.
  public static final Selection SELECTION =
      Selection.of("spec.replicas", "status.replicas", "status.selector");

  public Scale {
    requireNonNull(selector, "selector is null");
  }

  /// Reads `/scale`; empty where the body is none, or without a selector: then nothing says which
  /// pods are the workload's.
  public static Optional<Scale> read(JsonObject body) {
    try {
      var status = body.getJsonObject("status", new JsonObject());
      // Go leaves out a zero.
      var desired = body.getJsonObject("spec", new JsonObject()).getInteger("replicas", 0);
      return Optional.of(
              new Scale(
                  desired, status.getInteger("replicas", 0), status.getString("selector", "")))
          .filter(scale -> !scale.selector().isEmpty());
    } catch (RuntimeException e) {
      // Whatever is not shaped like a scale: nulls, other types.
      return Optional.empty();
    }
  }

  /// The status of the workload. `/scale` has no number of ready pods: those that Services show as
  /// ready are counted, which are never more. It has no revisions: the workload is rolling while it
  /// has more or fewer pods than desired.
  ///
  /// @param services that have an endpoint of this pod
  /// @param pods names of the pods that the selector matches; without those that are not known
  public WorkloadStatus status(List<ServiceEndpoints> services, Set<String> pods) {
    var ready =
        (int)
            services.stream()
                .flatMap(service -> service.endpoints().stream())
                .filter(endpoint -> endpoint.ready() && endpoint.serving())
                .map(ServiceEndpoints.Endpoint::podName)
                .distinct()
                .filter(pods::contains)
                .count();
    return new WorkloadStatus(desired, ready, ready, present == desired ? desired : 0, false);
  }
}
