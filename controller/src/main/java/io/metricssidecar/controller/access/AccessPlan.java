package io.metricssidecar.controller.access;

import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/// What has to be written so that each workload's sidecars have their rights and nobody else has
/// any: a pure function of how things stand.
final class AccessPlan {
  private static final String PREFIX = "metrics-sidecar-";

  private final AccessState state;
  private final Map<Key, OwnedWorkload> wanted;
  private final List<AccessAction> actions = new ArrayList<>();

  private AccessPlan(AccessState state) {
    this.state = state;
    this.wanted = wanted(state.workloads().keySet());
  }

  /// Name and namespace, which a workload's objects share.
  ///
  /// @param namespace of the objects
  /// @param name of the objects
  record Key(String namespace, String name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::namespace).thenComparing(Key::name);

    static Key of(HasMetadata object) {
      return new Key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /// What to create and to update, in order of namespace and name, Leases and Roles before
  /// bindings.
  static List<AccessAction> grant(AccessState state) {
    var plan = new AccessPlan(state);
    var roles = byKey(state.roles());
    var bindings = byKey(state.bindings());
    var leases = byKey(state.leases());
    plan.wanted.forEach(
        (key, workload) -> {
          plan.lease(workload, Optional.ofNullable(leases.get(key)));
          plan.role(workload, Optional.ofNullable(roles.get(key)));
          plan.binding(workload, Optional.ofNullable(bindings.get(key)));
        });
    return plan.actions;
  }

  /// The names of marked objects that belong to no workload with sidecars.
  static Set<Key> orphans(AccessState state) {
    var wanted = wanted(state.workloads().keySet()).keySet();
    var orphans = new HashSet<Key>();
    state
        .marked()
        .map(Key::of)
        .filter(key -> key.name().startsWith(PREFIX) && !wanted.contains(key))
        .forEach(orphans::add);
    return orphans;
  }

  /// What to delete of these names, bindings first: the rights go before what they are for.
  static List<AccessAction> withdraw(AccessState state, Set<Key> names) {
    var actions = new ArrayList<AccessAction>();
    for (var list : List.of(state.bindings(), state.roles(), state.leases())) {
      list.stream()
          .filter(object -> names.contains(Key.of(object)))
          .map(AccessAction.Delete::new)
          .forEach(actions::add);
    }
    return actions;
  }

  /// Two kinds of the same name in different API groups would share their objects: the first in
  /// order has them.
  private static Map<Key, OwnedWorkload> wanted(Collection<OwnedWorkload> workloads) {
    return workloads.stream()
        .sorted(Comparator.comparing((OwnedWorkload workload) -> workload.owner().uid()))
        .collect(
            toMap(
                workload -> new Key(workload.namespace(), workload.resourceName()),
                Function.identity(),
                (first, _) -> first,
                TreeMap::new));
  }

  private void role(OwnedWorkload workload, Optional<Role> present) {
    var right = AccessObjects.role(workload);
    if (present.isEmpty()) {
      actions.add(new AccessAction.Create(right));
    } else if (!sameOwner(right, present.get())
        || !right.getRules().equals(present.get().getRules())) {
      actions.add(new AccessAction.Update(versioned(right, present.get())));
    }
  }

  private void binding(OwnedWorkload workload, Optional<RoleBinding> present) {
    SortedSet<String> accounts =
        Objects.requireNonNull(state.workloads().get(workload), "workload is not in the state");
    var right = AccessObjects.binding(workload, accounts);
    if (present.isEmpty()) {
      actions.add(new AccessAction.Create(right));
    } else if (!right.getRoleRef().equals(present.get().getRoleRef())) {
      // What a binding refers to cannot be changed: away with it, the next plan makes it anew.
      actions.add(new AccessAction.Delete(present.get()));
    } else if (!sameOwner(right, present.get())
        || !right.getSubjects().equals(present.get().getSubjects())) {
      actions.add(new AccessAction.Update(versioned(right, present.get())));
    }
  }

  /// A Lease is never overwritten, because pods keep their slots in it; one in a format of another
  /// version is that version's. That of an earlier workload of the same name goes: whoever made it
  /// anew has forgotten nothing that still counts.
  private void lease(OwnedWorkload workload, Optional<Lease> present) {
    var right = AccessObjects.lease(workload);
    if (present.isEmpty()) {
      actions.add(new AccessAction.Create(right));
      return;
    }
    var lease = present.get();
    if (!sameOwner(right, lease)) {
      actions.add(new AccessAction.Delete(lease));
    } else if (format(lease).isEmpty()) {
      var mended =
          new LeaseBuilder(lease)
              .editMetadata()
              .addToAnnotations(Annotations.LEASE_FORMAT, Annotations.LEASE_FORMAT_1)
              .endMetadata()
              .build();
      actions.add(new AccessAction.Update(mended));
    }
  }

  private static Optional<String> format(Lease lease) {
    var annotations = lease.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(Annotations.LEASE_FORMAT));
  }

  private static boolean sameOwner(HasMetadata right, HasMetadata present) {
    return right
        .getMetadata()
        .getOwnerReferences()
        .equals(present.getMetadata().getOwnerReferences());
  }

  private static <T extends HasMetadata> T versioned(T right, HasMetadata present) {
    ObjectMeta metadata = right.getMetadata();
    metadata.setResourceVersion(present.getMetadata().getResourceVersion());
    return right;
  }

  private static <T extends HasMetadata> Map<Key, T> byKey(List<T> objects) {
    var map = new HashMap<Key, T>();
    objects.forEach(object -> map.put(Key.of(object), object));
    return map;
  }
}
