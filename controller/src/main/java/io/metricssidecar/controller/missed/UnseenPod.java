package io.metricssidecar.controller.missed;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.controller.workloads.Owner;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A pod that opted in and does not have the label that the webhook gives to every such pod, by its
/// metadata alone. The webhook has not seen it, or would have skipped it.
///
/// @param namespace of the pod
/// @param name of the pod
/// @param uid of the pod
/// @param labels of the pod
/// @param created when the API server created it
/// @param annotated whether the pod itself opted in, not its namespace
/// @param controller that the pod says it has; empty for none
record UnseenPod(
    String namespace,
    String name,
    String uid,
    Map<String, String> labels,
    Instant created,
    boolean annotated,
    Optional<Owner> controller) {
  /// The oldest first; the same order in every replica of the controller.
  static final Comparator<UnseenPod> ORDER =
      Comparator.comparing(UnseenPod::created).thenComparing(UnseenPod::uid);

  UnseenPod {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
    labels = Map.copyOf(labels);
    requireNonNull(created, "created is null");
    requireNonNull(controller, "controller is null");
  }

  /// Reads a pod's metadata; empty where it did not opt in, is being deleted or has our label.
  ///
  /// @param metadata of any pod
  /// @param optedIn namespaces with the label that opts in
  /// @param denied namespaces without injection
  static Optional<UnseenPod> of(ObjectMeta metadata, Set<String> optedIn, Set<String> denied) {
    var namespace = metadata.getNamespace();
    var labels = metadata.getLabels();
    var enabled = annotations(metadata).get(Annotations.ENABLED);
    var asks = enabled == null ? optedIn.contains(namespace) : enabled.equals("true");
    return asks
            && !denied.contains(namespace)
            && metadata.getDeletionTimestamp() == null
            && (labels == null || !labels.containsKey(Labels.INJECTED))
        ? Optional.of(
            new UnseenPod(
                namespace,
                metadata.getName(),
                metadata.getUid(),
                labels == null ? Map.of() : labels,
                Instant.parse(metadata.getCreationTimestamp()),
                enabled != null,
                Owner.controlling(metadata.getOwnerReferences())))
        : Optional.empty();
  }

  private static Map<String, String> annotations(ObjectMeta metadata) {
    var annotations = metadata.getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  /// What all pods of one template share: the UID of their controller; its own UID for a pod
  /// without one.
  String template() {
    return controller.map(Owner::uid).orElse(uid);
  }
}
