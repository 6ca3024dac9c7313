package io.metricssidecar.simulation.world.core;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.metricssidecar.simulation.world.api.LeaseObject;
import io.metricssidecar.simulation.world.api.PodMetricsList;
import io.metricssidecar.simulation.world.api.SliceList;
import io.metricssidecar.simulation.world.api.WorkloadObject;
import java.util.HashMap;
import java.util.Map;

/// The objects of the API server as the decisions take them.
final class Views {
  private Views() {}

  static BudgetLease budget(LeaseObject object) {
    var record = BudgetRecord.read(object.annotations()).orElse(BudgetRecord.EMPTY);
    return new BudgetLease(
        object.uid(),
        Long.toString(object.resourceVersion()),
        record.slotCount(),
        record.pause(),
        record.holders());
  }

  static WorkloadStatus status(WorkloadObject workload) {
    var current = workload.observed() >= workload.generation();
    return new WorkloadStatus(
        workload.desired(),
        workload.available(),
        workload.ready(),
        current ? workload.updated() : 0,
        workload.ordered());
  }

  static WorkloadView workload(
      WorkloadObject workload, SliceList slices, PodMetricsList metrics, SidecarConfig config) {
    var services =
        slices.items().stream()
            .map(Views::service)
            .filter(
                service ->
                    service.endpoints().stream()
                        .anyMatch(endpoint -> endpoint.pod().equals(config.pod().uid())))
            .toList();
    return new WorkloadView(
        status(workload), services, utilization(metrics, config), config.settings().cpu());
  }

  private static ServiceEndpoints service(SliceList.Slice slice) {
    return new ServiceEndpoints(
        slice.service(),
        slice.endpoints().stream()
            .map(
                endpoint ->
                    new Endpoint(
                        endpoint.podUid(),
                        endpoint.podName(),
                        endpoint.ready(),
                        endpoint.serving(),
                        endpoint.zone()))
            .toList());
  }

  private static Map<String, Double> utilization(PodMetricsList metrics, SidecarConfig config) {
    var limit = config.limits().cpuMillicores();
    var shares = new HashMap<String, Double>();
    for (var pod : metrics.items()) {
      for (var usage : pod.containers()) {
        if (limit != null && usage.container().equals(config.container())) {
          shares.put(pod.pod(), usage.cpuCores() * 1000 / limit);
        }
      }
    }
    return shares;
  }
}
