package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The rule by which a pod may take a slot of the budget. Pure: everything it depends on is in its
/// [Input].
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

  /// All that the decision on a slot request depends on.
  ///
  /// @param pod that requests a slot
  /// @param shedding the user's conditions
  /// @param workload read live
  /// @param lease read live, after the workload
  /// @param settled whether the Lease has been the same for long enough
  /// @param first whether this is the first request of a hot phase
  public record Input(
      PodIdentity pod,
      Shedding shedding,
      WorkloadView workload,
      BudgetLease lease,
      boolean settled,
      boolean first) {
    public Input {
      requireNonNull(pod, "pod is null");
      requireNonNull(shedding, "shedding is null");
      requireNonNull(workload, "workload is null");
      requireNonNull(lease, "lease is null");
    }
  }

  /// The decision on a slot request.
  public sealed interface Decision {
    /// A slot is free: write this Lease; the pod may shed only when that is acknowledged.
    record Take(BudgetLease lease) implements Decision {}

    /// The pod may not shed.
    record Deny(DenialReason reason) implements Decision {}

    /// The pod is named as a holder already, although it does not shed.
    record AlreadyHeld() implements Decision {}
  }

  /// Decides on one slot request.
  public static Decision decide(Input input) {
    if (input.lease().holds(input.pod().uid())) {
      return new Decision.AlreadyHeld();
    }
    return denial(input)
        .<Decision>map(Decision.Deny::new)
        .orElseGet(
            () -> new Decision.Take(input.lease().with(input.pod().uid(), input.pod().name())));
  }

  /// B: what the floor leaves of the desired pods as read live, and no more than the controller
  /// wrote into the Lease or than fit into one.
  public static int slots(Input input) {
    return slots(input.workload().status(), input.shedding(), input.lease());
  }

  /// Whether a holder keeps its slot: the first B of them do, so that after a scale-down the
  /// youngest return.
  public static boolean keepsSlot(
      String pod, BudgetLease lease, WorkloadStatus status, Shedding shedding) {
    return lease.index(pod).filter(place -> place < slots(status, shedding, lease)).isPresent();
  }

  /// The same of a workload's status and a Lease; 0 while that is paused.
  public static int slots(WorkloadStatus status, Shedding shedding, BudgetLease lease) {
    return slots(status.desired(), shedding, lease);
  }

  static int slots(int desired, Shedding shedding, BudgetLease lease) {
    return Math.min(shedding.slots(desired), lease.bound());
  }

  private static Optional<DenialReason> denial(Input input) {
    var byLease = EarlyRule.denial(input.lease(), input.settled());
    if (byLease.isPresent()) {
      return byLease;
    }
    var byStatus = EarlyRule.denial(input.lease(), input.workload().status(), input.shedding());
    if (byStatus.isPresent()) {
      return byStatus;
    }
    var services = input.workload().services();
    if (services.isEmpty()) {
      return Optional.of(DenialReason.NO_SERVICE);
    }
    if (services.stream().allMatch(ServiceEndpoints::publishing)) {
      return Optional.of(DenialReason.INEFFECTIVE_SERVICE);
    }
    if (breaksFloor(input)) {
      return Optional.of(DenialReason.FLOOR);
    }
    return input.shedding().guard() == ShedGuard.OFF
        ? Optional.empty()
        : RedistributionGuard.objection(input);
  }

  private static boolean breaksFloor(Input input) {
    var status = input.workload().status();
    var floor = Math.max(1, status.desired() - slots(input));
    var out = new HashSet<String>();
    input.lease().holders().forEach(holder -> out.add(holder.uid()));
    out.add(input.pod().uid());
    return readyOfWorkload(input.workload(), out) < floor
        || input.workload().services().stream().anyMatch(s -> s.readyWithout(out) < floor)
        || breaksZone(input, out);
  }

  /// The workload's own count, less those among `out` that it may still count as ready.
  private static int readyOfWorkload(WorkloadView workload, Set<String> out) {
    var stillReady =
        out.stream()
            .filter(
                pod -> workload.endpoint(pod).map(ServiceEndpoints.Endpoint::serving).orElse(true))
            .count();
    return workload.status().ready() - (int) stillReady;
  }

  private static boolean breaksZone(Input input, Set<String> out) {
    if (!input.shedding().perZoneFloor()) {
      return false;
    }
    var zone =
        input
            .workload()
            .endpoint(input.pod().uid())
            .map(ServiceEndpoints.Endpoint::zone)
            .orElse("");
    return input.workload().services().stream()
        .map(service -> service.in(zone))
        .anyMatch(
            service -> {
              var pods = service.endpoints().size();
              var floor = Math.max(1, pods - input.shedding().slots(pods));
              return service.readyWithout(out) < floor;
            });
  }
}
