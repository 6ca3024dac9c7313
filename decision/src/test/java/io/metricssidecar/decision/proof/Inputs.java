package io.metricssidecar.decision.proof;

import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the shipped rule reads, made from pods that are bits.
final class Inputs {
  /// Threshold of the pods' utilization.
  static final Thresholds THRESHOLDS = Thresholds.at(Percent.of(80));

  private final int pods;

  Inputs(Size size) {
    pods = size.pods();
  }

  static PodIdentity identity(int pod) {
    return new PodIdentity("n", name(pod), uid(pod), "node");
  }

  /// @param written number of slots; null without one
  BudgetLease lease(int holders, @Nullable Integer written) {
    var held =
        IntStream.range(0, pods)
            .filter(pod -> ((holders >> pod) & 1) == 1)
            .mapToObj(pod -> new Holder(uid(pod), pod + 1L, name(pod)))
            .toList();
    return new BudgetLease("lease", "1", written, held);
  }

  /// The holders of a Lease.
  int bits(BudgetLease lease) {
    return IntStream.range(0, pods).filter(pod -> lease.holds(uid(pod))).map(pod -> 1 << pod).sum();
  }

  /// A workload behind one Service.
  WorkloadView workload(int desired, int ready, Map<String, Double> utilization) {
    var endpoints =
        IntStream.range(0, pods)
            .mapToObj(
                pod -> {
                  var isReady = ((ready >> pod) & 1) == 1;
                  return new Endpoint(uid(pod), name(pod), isReady, isReady, "z");
                })
            .toList();
    return new WorkloadView(
        status(desired, Integer.bitCount(ready)),
        List.of(new ServiceEndpoints("service", endpoints)),
        utilization,
        THRESHOLDS);
  }

  static WorkloadStatus status(int desired, int ready) {
    return new WorkloadStatus(desired, ready, ready, desired, false);
  }

  static String uid(int pod) {
    return "uid-" + Objects.checkIndex(pod, 8);
  }

  static String name(int pod) {
    return "pod-" + pod;
  }
}
