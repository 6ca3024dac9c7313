package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Names;
import java.util.Locale;

/// The controller that owns a pod's siblings: a Deployment, a StatefulSet …
///
/// @param kind as in the owner reference, the Deployment instead of its ReplicaSet; empty where the
///   pod has no controller
/// @param name its name; empty where the pod has no controller
public record Workload(String kind, String name) {
  /// The workload of a pod that has no controller.
  public static final Workload NONE = new Workload("", "");

  /// Characters of a label value or a DNS label.
  private static final int MAX_LENGTH = 63;

  private static final int HASH_LENGTH = 8;

  public Workload {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
  }

  /// True if there is a controller.
  public boolean known() {
    return !kind.isEmpty() && !name.isEmpty();
  }

  /// The name that its Lease, Role and RoleBinding share: `metrics-sidecar-<kind>-<name>` in lower
  /// case; what is longer than 63 characters is cut and ends in a hash of the whole, so that two
  /// long names never collide.
  public String resourceName() {
    var full = "metrics-sidecar-%s-%s".formatted(kind, name).toLowerCase(Locale.ROOT);
    if (full.length() <= MAX_LENGTH) {
      return full;
    }
    // A dot before the hash's dash would end a label of the name in nothing (RFC 1123).
    var head = full.substring(0, MAX_LENGTH - HASH_LENGTH - 1).replaceAll("[.-]+$", "");
    return head + "-" + Names.hash(full, HASH_LENGTH);
  }
}
