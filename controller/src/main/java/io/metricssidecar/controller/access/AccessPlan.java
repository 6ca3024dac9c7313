package io.metricssidecar.controller.access;

import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.writes.AccessAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/// The plan that gives each workload's sidecars their rights, and no others: pure functions of the
/// state. [Withdrawal] takes them back.
final class AccessPlan {
  private final AccessState state;
  private final Map<NamespacedName, OwnedWorkload> wanted;
  private final List<AccessAction> actions = new ArrayList<>();

  private AccessPlan(AccessState state) {
    this.state = state;
    this.wanted = wanted(state.workloads().keySet());
  }

  /// The objects to create and to update, in order of namespace and name, Leases and Roles before
  /// bindings.
  static List<AccessAction> grant(AccessState state) {
    var plan = new AccessPlan(state);
    var roles = byName(state.roles());
    var bindings = byName(state.bindings());
    var leases = byName(state.leases());
    plan.wanted.forEach(
        (key, workload) -> {
          plan.lease(workload, Optional.ofNullable(leases.get(key)));
          plan.role(workload, Optional.ofNullable(roles.get(key)));
          plan.binding(workload, Optional.ofNullable(bindings.get(key)));
        });
    return plan.actions;
  }

  /// The workloads by the name of their objects. Two kinds of the same name in different API groups
  /// would share them: the first in order has them.
  static Map<NamespacedName, OwnedWorkload> wanted(Collection<OwnedWorkload> workloads) {
    return workloads.stream()
        .sorted(Comparator.comparing((OwnedWorkload workload) -> workload.owner().uid()))
        .collect(
            toMap(
                OwnedWorkload::namespacedResourceName,
                Function.identity(),
                (first, _) -> first,
                TreeMap::new));
  }

  private void role(OwnedWorkload workload, Optional<Role> present) {
    if (present.isEmpty()) {
      actions.add(new AccessAction.Create(AccessObjects.role(workload)));
    } else if (!owns(workload, present.get())
        || !AccessObjects.rules(workload).equals(present.get().getRules())) {
      actions.add(new AccessAction.Update(versioned(AccessObjects.role(workload), present.get())));
    }
  }

  private void binding(OwnedWorkload workload, Optional<RoleBinding> present) {
    SortedSet<String> accounts =
        Objects.requireNonNull(state.workloads().get(workload), "workload is not in the state");
    if (present.isEmpty()) {
      actions.add(new AccessAction.Create(AccessObjects.binding(workload, accounts)));
    } else if (!AccessObjects.roleRef(workload).equals(present.get().getRoleRef())) {
      // The API server lets nobody change a binding's role: the next plan creates it again.
      actions.add(new AccessAction.Delete(present.get()));
    } else if (!owns(workload, present.get())
        || !AccessObjects.subjects(workload, accounts).equals(present.get().getSubjects())) {
      actions.add(
          new AccessAction.Update(
              versioned(AccessObjects.binding(workload, accounts), present.get())));
    }
  }

  /// A Lease is never overwritten, because pods keep their slots in it; one in the format of
  /// another version belongs to that version. The Lease of an earlier workload of the same name is
  /// deleted: none of its holders counts any more.
  private void lease(OwnedWorkload workload, Optional<Lease> present) {
    if (present.isEmpty()) {
      actions.add(new AccessAction.Create(AccessObjects.lease(workload)));
      return;
    }
    var lease = present.get();
    if (!owns(workload, lease)) {
      actions.add(new AccessAction.Delete(lease));
    } else if (format(lease).isEmpty()) {
      actions.add(new AccessAction.Update(repaired(lease)));
    }
  }

  /// The write that makes an object ours again: it has the name and the workload of ours, and has
  /// lost our label. Empty where it belongs to somebody else.
  ///
  /// @param expected object that could not be created
  /// @param present object that has its name
  static Optional<AccessAction> adopt(HasMetadata expected, HasMetadata present) {
    if (!sameOwner(expected, present)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (present) {
          case RoleBinding binding
              when !binding.getRoleRef().equals(((RoleBinding) expected).getRoleRef()) ->
              new AccessAction.Delete(binding);
          case Lease lease -> new AccessAction.Update(repaired(lease));
          default -> new AccessAction.Update(versioned(expected, present));
        });
  }

  private static Lease repaired(Lease lease) {
    var repaired =
        new LeaseBuilder(lease)
            .editMetadata()
            .addToLabels(Labels.MANAGED_BY, Labels.METRICS_SIDECAR);
    if (format(lease).isEmpty()) {
      repaired.addToAnnotations(Annotations.LEASE_FORMAT, Annotations.LEASE_FORMAT_1);
    }
    return repaired.endMetadata().build();
  }

  private static Optional<String> format(Lease lease) {
    var annotations = lease.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(Annotations.LEASE_FORMAT));
  }

  /// By UID: two versions of one kind are two `apiVersion`s of the same owner.
  private static boolean owns(OwnedWorkload workload, HasMetadata present) {
    return uids(present).equals(List.of(workload.owner().uid()));
  }

  private static boolean sameOwner(HasMetadata expected, HasMetadata present) {
    return uids(expected).equals(uids(present));
  }

  /// The UIDs of its owners.
  static List<String> uids(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream().map(OwnerReference::getUid).toList();
  }

  private static <T extends HasMetadata> T versioned(T expected, HasMetadata present) {
    ObjectMeta metadata = expected.getMetadata();
    metadata.setResourceVersion(present.getMetadata().getResourceVersion());
    return expected;
  }

  private static <T extends HasMetadata> Map<NamespacedName, T> byName(List<T> objects) {
    var map = new HashMap<NamespacedName, T>();
    objects.forEach(object -> map.put(NamespacedName.of(object), object));
    return map;
  }
}
