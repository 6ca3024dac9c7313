package io.metricssidecar.cli.pause;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A workload as people name it, such as `deploy/web`.
///
/// @param kind in lower case and in full, such as `deployment`
/// @param name of the workload
record WorkloadName(String kind, String name) {
  private static final Map<String, String> SHORT =
      Map.of("deploy", "deployment", "sts", "statefulset", "ds", "daemonset", "rs", "replicaset");

  WorkloadName {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
  }

  /// Reads `TYPE/NAME`; empty where the text has another shape.
  static Optional<WorkloadName> parse(String text) {
    var slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
      return Optional.empty();
    }
    var kind = text.substring(0, slash).toLowerCase(Locale.ROOT);
    return Optional.of(new WorkloadName(SHORT.getOrDefault(kind, kind), text.substring(slash + 1)));
  }

  /// Whether a Lease's owner is this workload; the kind may be given as a plural too.
  boolean names(OwnerReference owner) {
    var its = owner.getKind().toLowerCase(Locale.ROOT);
    return owner.getName().equals(name) && (its.equals(kind) || (its + "s").equals(kind));
  }
}
