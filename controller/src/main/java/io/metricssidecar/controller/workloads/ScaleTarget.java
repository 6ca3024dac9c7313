package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.metricssidecar.injection.options.CustomKind;
import java.util.List;

/// A kind of workload whose sidecars get rights.
///
/// @param group API group, such as `apps`
/// @param resource its plural in URLs and Roles
/// @param kind as in owner references
/// @param scale whether it has the `/scale` subresource
public record ScaleTarget(String group, String resource, String kind, boolean scale) {
  /// The kinds of Kubernetes itself.
  public static final List<ScaleTarget> KUBERNETES =
      List.of(
          new ScaleTarget("apps", "deployments", "Deployment", true),
          new ScaleTarget("apps", "statefulsets", "StatefulSet", true),
          new ScaleTarget("apps", "replicasets", "ReplicaSet", true),
          new ScaleTarget("apps", "daemonsets", "DaemonSet", false));

  public ScaleTarget {
    requireNonNull(group, "group is null");
    requireNonNull(resource, "resource is null");
    requireNonNull(kind, "kind is null");
  }

  /// A kind beyond those of Kubernetes.
  public static ScaleTarget of(CustomKind custom) {
    return new ScaleTarget(custom.api().group(), custom.api().resource(), custom.kind(), true);
  }

  /// True if an object is of this kind.
  public boolean matches(Owner object) {
    return group.equals(object.group()) && kind.equals(object.kind());
  }

  /// The kind as the client needs it to read objects.
  ///
  /// @param version of the API group
  public ResourceDefinitionContext definition(String version) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(resource)
        .withNamespaced(true)
        .build();
  }
}
