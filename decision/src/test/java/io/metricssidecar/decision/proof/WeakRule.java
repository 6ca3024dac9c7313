package io.metricssidecar.decision.proof;

import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.BudgetRule.Input;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rules of the budget that are wrong in one point of I2 or I3, as wrappers around the shipped one.
/// None breaks I1. The checker has to find out what becomes of the world.
enum WeakRule {
  /// "Who is down for other reasons is not my business."
  DOWN_PODS_COUNT {
    @Override
    Decision decide(Input input) {
      var all = input.workload().services().getFirst().endpoints();
      var claimed = workload(input, all.stream().map(WeakRule::serving).toList());
      return judge(input, claimed, input.lease());
    }
  },
  /// "I am one of those that stay."
  THE_POD_COUNTS_ITSELF {
    @Override
    Decision decide(Input input) {
      var all = new ArrayList<>(input.workload().services().getFirst().endpoints());
      all.add(new Endpoint("uid-of-itself", "itself", true, true, "z"));
      return judge(input, workload(input, all), input.lease());
    }
  },
  /// "A holder that is still seen ready is one of those that stay."
  READY_HOLDERS_COUNT {
    @Override
    Decision decide(Input input) {
      var its = input.lease();
      var free = BudgetRule.slots(input) > its.holders().size();
      var empty = new BudgetLease(its.uid(), its.resourceVersion(), its.slots(), List.of());
      return judge(input, input.workload(), free ? empty : its);
    }
  },
  /// "Whether the others can carry it will be seen."
  NO_GUARD {
    @Override
    Decision decide(Input input) {
      var its = input.shedding();
      var off =
          new Shedding(
              its.mode(),
              ShedGuard.OFF,
              its.minimumPods(),
              its.maxShed(),
              its.perZoneFloor(),
              its.warmUp());
      return BudgetRule.decide(
          new Input(
              input.pod(), off, input.workload(), input.lease(), input.settled(), input.first()));
    }
  },
  /// "What a holder has by its sample is gone with it."
  HOLDERS_WEIGH_NOTHING {
    @Override
    Decision decide(Input input) {
      var known = new HashMap<>(input.workload().utilization());
      input.lease().holders().forEach(holder -> known.put(holder.podName(), 0.0));
      var was = input.workload();
      return judge(
          input,
          new WorkloadView(was.status(), was.services(), known, was.thresholds()),
          input.lease());
    }
  };

  abstract Decision decide(Input input);

  /// The shipped decision on other values; what is written is the true Lease with the pod.
  private static Decision judge(Input input, WorkloadView workload, BudgetLease lease) {
    var pod = input.pod();
    if (input.lease().holds(pod.uid())) {
      return new Decision.AlreadyHeld();
    }
    var other = new Input(pod, input.shedding(), workload, lease, input.settled(), input.first());
    var decision = BudgetRule.decide(other);
    return decision instanceof Decision.Take
        ? new Decision.Take(input.lease().with(pod.uid(), pod.name()))
        : decision;
  }

  private static Endpoint serving(Endpoint endpoint) {
    return new Endpoint(endpoint.pod(), endpoint.podName(), true, true, endpoint.zone());
  }

  private static WorkloadView workload(Input input, List<Endpoint> endpoints) {
    var was = input.workload();
    var ready = (int) endpoints.stream().filter(Endpoint::ready).count();
    var desired = was.status().desired();
    return new WorkloadView(
        new WorkloadStatus(desired, ready, ready, desired, false),
        List.of(new ServiceEndpoints("service", endpoints)),
        Map.of(),
        was.thresholds());
  }
}
