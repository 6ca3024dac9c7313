package io.metricssidecar.controller.budget;

import static java.util.stream.Collectors.groupingBy;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.controller.workloads.LeaseName;
import io.metricssidecar.controller.workloads.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What has to be asked and written so that slots of pods that are gone come free, and each Lease
/// says how many slots there are. Pure: a function of how things stand and what the API server has
/// answered so far.
///
/// A slot is freed only where the API server itself has said that its pod is gone, *and* no pod of
/// that UID was seen. The slot of a pod that lives is never freed here, however many there are: it
/// may answer 400 for as long as it has not noticed, and another would be let out in its place.
/// After a scale-down the number of slots shrinks at once, so nobody is let out any more, and the
/// youngest holders return by themselves and give their slots back.
final class BudgetPlan {
  private final BudgetState state;
  private final Map<PodLookup, PodPresence> answers;
  private final Map<LeaseName, List<Member>> members;
  private final List<BudgetAction> asks = new ArrayList<>();
  private final List<BudgetAction> writes = new ArrayList<>();

  private BudgetPlan(BudgetState state, Map<PodLookup, PodPresence> answers) {
    this.state = state;
    this.answers = Map.copyOf(answers);
    this.members =
        state.members().values().stream().collect(groupingBy(member -> member.budget().lease()));
  }

  /// All that has to be done next: first the questions whose answers are missing, then what can be
  /// written with the answers that are there.
  ///
  /// @param answers so far
  static List<BudgetAction> actions(BudgetState state, Map<PodLookup, PodPresence> answers) {
    var plan = new BudgetPlan(state, answers);
    state.leases().forEach(plan::lease);
    plan.asks.addAll(plan.writes);
    return plan.asks;
  }

  private void lease(BudgetLease lease) {
    var freed = new LinkedHashSet<Holder>();
    for (var holder : lease.holders()) {
      if (gone(lease, holder)) {
        freed.add(holder);
      }
    }
    var slots = slots(lease).map(number -> Integer.toString(number)).or(lease::slots);
    if (!freed.isEmpty() || !slots.equals(lease.slots())) {
      writes.add(new BudgetAction.Write(lease.with(freed, slots), List.copyOf(freed)));
    }
  }

  private boolean gone(BudgetLease lease, Holder holder) {
    if (state.members().containsKey(holder.uid())) {
      return false;
    }
    var question = PodLookup.of(lease.name(), holder);
    var answer = answers.get(question);
    if (answer == null) {
      asks.add(new BudgetAction.Ask(question));
    }
    return answer == PodPresence.GONE;
  }

  /// B: what the strictest of the workload's sidecars leaves of its desired pods, so that the floor
  /// of each holds while a new template rolls out; 0 where no pod has a sidecar. Empty where the
  /// workload was not seen: then what is written stays.
  private Optional<Integer> slots(BudgetLease lease) {
    var desired = Optional.ofNullable(state.desired().get(lease.owner().getUid()));
    return desired.map(number -> Math.min(strictest(lease, number), BudgetRecord.MAX_HOLDERS));
  }

  private int strictest(BudgetLease lease, int desired) {
    return members.getOrDefault(lease.name(), List.of()).stream()
        .filter(member -> state.controls(lease, member))
        .mapToInt(member -> member.budget().shedding().slots(desired))
        .min()
        .orElse(0);
  }
}
