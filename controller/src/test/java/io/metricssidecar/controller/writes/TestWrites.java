package io.metricssidecar.controller.writes;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.metricssidecar.controller.workloads.NamespacedName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Writes of workloads, each of which has one Role.
final class TestWrites {
  /// What a workload needs whose pods wait.
  static WorkloadWrites creating(String namespace, String name) {
    return of(new AccessAction.Create(role(namespace, name)));
  }

  /// What a workload needs whose Role was changed.
  static WorkloadWrites update(String namespace, String name) {
    return of(new AccessAction.Update(role(namespace, name)));
  }

  /// The same for this many workloads, with names from `web-0` on.
  static List<WorkloadWrites> creating(String namespace, int number) {
    return IntStream.range(0, number).mapToObj(i -> creating(namespace, "web-" + i)).toList();
  }

  static Role role(String namespace, String name) {
    return new RoleBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .build();
  }

  private static WorkloadWrites of(AccessAction action) {
    return new WorkloadWrites(NamespacedName.of(action.object()), List.of(action));
  }

  /// A history in which these are under way, and nothing else has happened.
  static Turns.History running(NamespacedName... names) {
    return new Turns.History(Set.of(names), Map.of(), Set.of(), Set.of());
  }

  private TestWrites() {}
}
