package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;

/// The namespace and the name of an object; a workload's Role, RoleBinding and Lease share theirs.
///
/// @param namespace of the object
/// @param name of the object; empty for the Lease of a sidecar that was given none
public record NamespacedName(String namespace, String name) implements Comparable<NamespacedName> {
  private static final Comparator<NamespacedName> ORDER =
      Comparator.comparing(NamespacedName::namespace).thenComparing(NamespacedName::name);

  public NamespacedName {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
  }

  /// Those of an object.
  public static NamespacedName of(HasMetadata object) {
    return new NamespacedName(object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  /// By namespace, then by name.
  @Override
  public int compareTo(NamespacedName other) {
    return ORDER.compare(this, other);
  }
}
