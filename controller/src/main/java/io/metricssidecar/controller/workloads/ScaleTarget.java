package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

  private static final Pattern SHAPE =
      Pattern.compile("([a-z0-9.-]+)/([a-z0-9]+)/([A-Za-z][A-Za-z0-9]*)");

  public ScaleTarget {
    requireNonNull(group, "group is null");
    requireNonNull(resource, "resource is null");
    requireNonNull(kind, "kind is null");
  }

  /// Reads `group/resource/Kind`; empty where the text has another shape.
  public static Optional<ScaleTarget> parse(String text) {
    var matcher = SHAPE.matcher(text);
    return matcher.matches()
        ? Optional.of(new ScaleTarget(matcher.group(1), matcher.group(2), matcher.group(3), true))
        : Optional.empty();
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
