package io.metricssidecar.controller.missed;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.metricssidecar.contract.Annotations;

/// The object that controls pods and replaces those that are evicted, as far as an eviction depends
/// on it.
///
/// @param ready whether all of its desired pods are ready
/// @param enabled the annotation of its pod template that opts in; empty for none
record PodController(boolean ready, String enabled) {
  /// Reads a ReplicaSet, StatefulSet or DaemonSet. The three name their numbers differently.
  static PodController of(GenericKubernetesResource object) {
    var daemons = object.getKind().equals("DaemonSet");
    var desired =
        daemons
            ? number(object, 0, "status", "desiredNumberScheduled")
            : number(object, 1, "spec", "replicas");
    var ready = number(object, 0, "status", daemons ? "numberReady" : "readyReplicas");
    return new PodController(
        ready >= desired,
        object.get("spec", "template", "metadata", "annotations", Annotations.ENABLED)
                instanceof String text
            ? text
            : "");
  }

  private static int number(GenericKubernetesResource object, int absent, Object... path) {
    return object.get(path) instanceof Number number ? number.intValue() : absent;
  }

  /// Whether its next pod opts in as this one did: by the template's annotation, or, where that has
  /// none, by the namespace.
  boolean optsIn(boolean byNamespace) {
    return enabled.isEmpty() ? byNamespace : enabled.equals("true");
  }
}
