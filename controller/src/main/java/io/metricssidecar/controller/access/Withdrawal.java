package io.metricssidecar.controller.access;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.metricssidecar.controller.ownership.Resolution.Unknown;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.writes.AccessAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The plan that takes rights back from workloads whose pods have no sidecars any more: pure
/// functions of the state.
final class Withdrawal {
  private static final String PREFIX = "metrics-sidecar-";

  /// The names of objects labelled as ours that belong to no workload with sidecars. Those of a
  /// workload that could not be read may belong to one.
  static Set<NamespacedName> orphans(AccessState state) {
    var kept = new HashSet<>(AccessPlan.wanted(state.workloads().keySet()).keySet());
    kept.addAll(undecided(state));
    var orphans = new HashSet<NamespacedName>();
    state
        .labelled()
        .map(NamespacedName::of)
        .filter(key -> key.name().startsWith(PREFIX) && !kept.contains(key))
        .forEach(orphans::add);
    return orphans;
  }

  /// The names of objects whose workload could not be read: only that very workload counts, not
  /// another one's that a pod has made up under the same name.
  private static Set<NamespacedName> undecided(AccessState state) {
    var claimed =
        state.undecided().stream()
            .collect(
                groupingBy(
                    Unknown::namespacedResourceName,
                    mapping(unknown -> unknown.claimed().uid(), toSet())));
    return state
        .labelled()
        .filter(
            object ->
                claimed.getOrDefault(NamespacedName.of(object), Set.of()).stream()
                    .anyMatch(uid -> AccessPlan.uids(object).contains(uid)))
        .map(NamespacedName::of)
        .collect(toSet());
  }

  /// The objects of these names to delete, bindings first: rights go before what they are for.
  static List<AccessAction> actions(AccessState state, Set<NamespacedName> names) {
    var actions = new ArrayList<AccessAction>();
    for (var list : List.of(state.bindings(), state.roles(), state.leases())) {
      list.stream()
          .filter(object -> names.contains(NamespacedName.of(object)))
          .map(AccessAction.Delete::new)
          .forEach(actions::add);
    }
    return actions;
  }

  private Withdrawal() {}
}
