package io.metricssidecar.controller.writes;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.controller.workloads.NamespacedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The writes of one workload, whose objects share their namespace and their name.
///
/// @param name of the objects
/// @param actions in the order in which they are done
record WorkloadWrites(NamespacedName name, List<AccessAction> actions) {
  WorkloadWrites {
    requireNonNull(name, "name is null");
    actions = List.copyOf(actions);
  }

  /// The writes of each workload, in the order in which workloads and writes are given.
  static List<WorkloadWrites> of(List<AccessAction> actions) {
    var byName = new LinkedHashMap<NamespacedName, List<AccessAction>>();
    for (var action : actions) {
      byName
          .computeIfAbsent(NamespacedName.of(action.object()), _ -> new ArrayList<>())
          .add(action);
    }
    return byName.entrySet().stream()
        .map(entry -> new WorkloadWrites(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// The namespace of the objects.
  String namespace() {
    return name.namespace();
  }

  /// True if an object is missing: pods of the workload wait for it, and are not shed until then.
  boolean awaited() {
    return actions.stream().anyMatch(AccessAction.Create.class::isInstance);
  }
}
