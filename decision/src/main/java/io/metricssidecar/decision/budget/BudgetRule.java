package io.metricssidecar.decision.budget;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Who may take a slot of the budget. Pure: everything it goes by is in the [Question].
///
/// Terms: N desired pods, m the floor in percent, B = N·(100−m)/100 slots, H holders.
///
/// - I1: never more than B pods of a workload answer 400: a slot is needed, and H ≤ B after taking
///   one;
/// - I2: of each Service concerned and of the workload at least max(1, N − B) pods serve that are
///   neither holders nor this one: pods that are down for other reasons use up the budget first;
/// - I3: the others can carry the load ([RedistributionGuard]).
public final class BudgetRule {
  private BudgetRule() {}

  /// The ruling on one question.
  public static Ruling decide(Question question) {
    if (question.lease().holds(question.pod().uid())) {
      return new Ruling.AlreadyHeld();
    }
    return refusal(question)
        .<Ruling>map(Ruling.Refuse::new)
        .orElseGet(
            () ->
                new Ruling.Take(
                    question.lease().with(question.pod().uid(), question.pod().name())));
  }

  /// B: what the floor leaves of the desired pods as read live, and no more than the controller
  /// wrote into the Lease or than fit into one.
  public static int slots(Question question) {
    return slots(question.fleet().status(), question.shedding(), question.lease());
  }

  /// Whether a holder still has its slot: the first B of them do, so that after a scale-down the
  /// youngest return.
  public static boolean within(
      String pod, BudgetLease lease, WorkloadStatus status, Shedding shedding) {
    return lease.index(pod).filter(place -> place < slots(status, shedding, lease)).isPresent();
  }

  private static int slots(WorkloadStatus status, Shedding shedding, BudgetLease lease) {
    var own = Math.min(shedding.slots(status.desired()), BudgetRecord.MAX_HOLDERS);
    var written = lease.slots();
    return written == null ? own : Math.min(own, written);
  }

  private static Optional<DenialReason> refusal(Question question) {
    if (!question.settled()) {
      return Optional.of(DenialReason.LEASE_NEW);
    }
    var services = question.fleet().services();
    if (services.isEmpty()) {
      return Optional.of(DenialReason.NO_SERVICE);
    }
    if (services.stream().flatMap(s -> s.endpoints().stream()).anyMatch(Endpoint::published)) {
      return Optional.of(DenialReason.INEFFECTIVE_SERVICE);
    }
    if (question.lease().holders().size() >= slots(question)) {
      return Optional.of(DenialReason.FULL);
    }
    if (question.fleet().status().rolling()) {
      return Optional.of(DenialReason.ROLLOUT);
    }
    if (breaksFloor(question)) {
      return Optional.of(DenialReason.FLOOR);
    }
    return question.shedding().guard() == ShedGuard.OFF
        ? Optional.empty()
        : RedistributionGuard.objection(question);
  }

  private static boolean breaksFloor(Question question) {
    var status = question.fleet().status();
    var floor = Math.max(1, status.desired() - slots(question));
    var out = new HashSet<String>();
    question.lease().holders().forEach(holder -> out.add(holder.uid()));
    out.add(question.pod().uid());
    return readyOfWorkload(question.fleet(), out) < floor
        || question.fleet().services().stream().anyMatch(s -> s.readyWithout(out) < floor)
        || breaksZone(question, out);
  }

  /// The workload's own count, less those among `out` that it may still count as ready.
  private static int readyOfWorkload(WorkloadView fleet, Set<String> out) {
    var stillReady =
        out.stream().filter(pod -> fleet.endpoint(pod).map(Endpoint::serving).orElse(true)).count();
    return fleet.status().ready() - (int) stillReady;
  }

  private static boolean breaksZone(Question question, Set<String> out) {
    if (!question.shedding().perZoneFloor()) {
      return false;
    }
    var zone = question.fleet().endpoint(question.pod().uid()).map(Endpoint::zone).orElse("");
    return question.fleet().services().stream()
        .map(service -> service.in(zone))
        .anyMatch(
            service -> {
              var pods = service.endpoints().size();
              var floor = Math.max(1, pods - question.shedding().slots(pods));
              return service.readyWithout(out) < floor;
            });
  }
}
