package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.controller.workloads.PodStage;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The plan that frees the slots of pods that are gone or being deleted, and writes the number of
/// slots and the pause into each Lease: pure functions of the state and of what the API server says
/// about the holders that were not seen to live on.
///
/// A slot is freed only where the API server itself says that its pod is gone or being deleted,
/// *and* no pod of that UID was seen that is not. A deletion is never taken back, and a pod that is
/// being deleted is no ready endpoint whatever its probe says (`podToEndpoint` in
/// staging/src/k8s.io/endpointslice/utils.go), so it serves no more requests for being a holder.
/// The slot of any other living pod is never freed here, even beyond the number of slots: it may
/// respond with 400 until it has noticed, and another pod would be shed in addition. After a
/// scale-down the number of slots shrinks at once, so no further pod is shed, and the youngest
/// holders return by themselves and release their slots.
final class BudgetPlan {
  /// The update of one Lease under the resourceVersion that it names.
  ///
  /// @param lease to write
  /// @param freed holders that it no longer has
  record Write(Lease lease, List<Holder> freed) {
    Write {
      requireNonNull(lease, "lease is null");
      freed = List.copyOf(freed);
    }
  }

  /// The lookups that are needed before the slots of holders that may be gone can be freed.
  static List<PodLookup> lookups(BudgetState state) {
    return state.leases().stream()
        .flatMap(lease -> ending(state, lease).map(holder -> PodLookup.of(lease.name(), holder)))
        .toList();
  }

  /// The writes that follow from the state.
  ///
  /// @param presence of the pods that were looked up; a pod that is missing here may be present
  static List<Write> writes(BudgetState state, Map<PodLookup, PodPresence> presence) {
    var pods = state.podsByLease();
    return state.leases().stream()
        .flatMap(
            lease -> {
              var ofLease = pods.getOrDefault(lease.name(), List.of());
              return write(
                  lease,
                  slots(state, lease, ofLease),
                  state.pause(lease),
                  gone(state, lease, presence));
            })
        .toList();
  }

  private static Stream<Write> write(
      BudgetLease lease, Optional<Integer> slots, @Nullable Pause pause, List<Holder> gone) {
    var text = slots.map(number -> Integer.toString(number)).or(lease::slots);
    return gone.isEmpty() && text.equals(lease.slots()) && Objects.equals(pause, lease.pause())
        ? Stream.empty()
        : Stream.of(new Write(lease.with(gone, text, pause), gone));
  }

  private static List<Holder> gone(
      BudgetState state, BudgetLease lease, Map<PodLookup, PodPresence> presence) {
    return ending(state, lease)
        .filter(holder -> presence.get(PodLookup.of(lease.name(), holder)) == PodPresence.GONE)
        .toList();
  }

  /// The holders whose pods were not seen, or were seen to be deleted.
  private static Stream<Holder> ending(BudgetState state, BudgetLease lease) {
    return lease.holders().stream()
        .filter(
            holder -> {
              var pod = state.pods().get(holder.uid());
              return pod == null || pod.stage() != PodStage.ACTIVE;
            });
  }

  /// B: the minimum that any of the workload's sidecars allows of its desired pods, so that the
  /// floor of each holds while a new template rolls out; 0 where no pod has a sidecar. Empty where
  /// the workload was not seen, or a pod that may be one of its own: then the written number stays.
  private static Optional<Integer> slots(
      BudgetState state, BudgetLease lease, List<SidecarPod> pods) {
    var desired = Optional.ofNullable(state.desired().get(lease.owner().uid()));
    if (pods.stream().anyMatch(pod -> state.mayControl(lease, pod))) {
      return Optional.empty();
    }
    return desired.map(
        number ->
            pods.stream()
                .filter(pod -> state.controls(lease, pod))
                .mapToInt(pod -> pod.budget().shedding().slots(number))
                .map(slots -> Math.min(slots, BudgetRecord.MAX_HOLDERS))
                .min()
                .orElse(0));
  }

  private BudgetPlan() {}
}
