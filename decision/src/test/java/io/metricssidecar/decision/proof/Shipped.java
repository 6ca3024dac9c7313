package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.BudgetRule.Input;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.decision.overload.OverloadPolicy;
import java.util.Set;

/// The protocol as it is shipped.
final class Shipped {
  private static final Quotient QUOTIENT = new Quotient(OverloadPolicy::next);

  private Shipped() {}

  static Quotient quotient() {
    return QUOTIENT;
  }

  static Protocol protocol(Size size, Set<Fault> faults) {
    return protocol(size, faults, QUOTIENT);
  }

  /// The same with another state machine.
  static Protocol protocol(Size size, Set<Fault> faults, Quotient quotient) {
    return new Protocol(size, faults, quotient, new Decisions(size, Shipped::decide));
  }

  static Explorer.Verdict explore(Size size, Set<Fault> faults) {
    return new Explorer(size, () -> protocol(size, faults), Explorer.Names.INTERCHANGEABLE)
        .explore();
  }

  /// I2, once more in other words than the rule's: count who is ready and neither out nor leaving.
  private static Decision decide(Input input) {
    var decision = BudgetRule.decide(input);
    if (!(decision instanceof Decision.Take)) {
      return decision;
    }
    var service = input.workload().services().getFirst();
    var desired = input.workload().status().desired();
    var slots = input.shedding().slots(desired);
    var staying =
        service.endpoints().stream()
            .filter(Endpoint::ready)
            .filter(endpoint -> !input.lease().holds(endpoint.pod()))
            .filter(endpoint -> !endpoint.pod().equals(input.pod().uid()))
            .count();
    if (staying < Math.max(1, desired - slots)) {
      throw new AssertionError("I2 is violated by the decision on " + input);
    }
    return decision;
  }

  /// Without the waiting rule for a Lease that is new to the pod.
  static Decision decideAsIfSettled(Input input) {
    return BudgetRule.decide(
        new Input(
            input.pod(), input.shedding(), input.workload(), input.lease(), true, input.first()));
  }
}
