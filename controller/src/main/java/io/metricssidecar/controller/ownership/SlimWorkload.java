package io.metricssidecar.controller.ownership;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.workloads.Owner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The parts of watched workloads that are kept: what [OwnerObject] has, in little memory. A large
/// cluster has tens of thousands of ReplicaSets, and most of an object of the client's is empty
/// maps and texts that many objects have. So empty collections are shared, and equal texts too.
final class SlimWorkload {
  static Deployment deployment(Deployment whole) {
    var spec = new DeploymentSpec();
    spec.setReplicas(whole.getSpec().getReplicas());
    spec.setSelector(selector(whole.getSpec().getSelector()));
    spec.setAdditionalProperties(Map.of());
    var slim = new Deployment();
    slim.setMetadata(metadata(whole));
    slim.setSpec(spec);
    slim.setAdditionalProperties(Map.of());
    return slim;
  }

  static StatefulSet statefulSet(StatefulSet whole) {
    var spec = new StatefulSetSpec();
    spec.setReplicas(whole.getSpec().getReplicas());
    spec.setSelector(selector(whole.getSpec().getSelector()));
    spec.setVolumeClaimTemplates(List.of());
    spec.setAdditionalProperties(Map.of());
    var slim = new StatefulSet();
    slim.setMetadata(metadata(whole));
    slim.setSpec(spec);
    slim.setAdditionalProperties(Map.of());
    return slim;
  }

  static DaemonSet daemonSet(DaemonSet whole) {
    var spec = new DaemonSetSpec();
    spec.setSelector(selector(whole.getSpec().getSelector()));
    spec.setAdditionalProperties(Map.of());
    var status = new DaemonSetStatus();
    status.setDesiredNumberScheduled(
        whole.getStatus() == null ? null : whole.getStatus().getDesiredNumberScheduled());
    status.setConditions(List.of());
    status.setAdditionalProperties(Map.of());
    var slim = new DaemonSet();
    slim.setMetadata(metadata(whole));
    slim.setSpec(spec);
    slim.setStatus(status);
    slim.setAdditionalProperties(Map.of());
    return slim;
  }

  static ReplicaSet replicaSet(ReplicaSet whole) {
    var spec = new ReplicaSetSpec();
    spec.setReplicas(whole.getSpec().getReplicas());
    spec.setSelector(selector(whole.getSpec().getSelector()));
    spec.setAdditionalProperties(Map.of());
    var slim = new ReplicaSet();
    slim.setMetadata(metadata(whole));
    slim.setSpec(spec);
    slim.setAdditionalProperties(Map.of());
    return slim;
  }

  private static ObjectMeta metadata(HasMetadata whole) {
    var metadata = whole.getMetadata();
    var slim = new ObjectMeta();
    slim.setNamespace(shared(metadata.getNamespace()));
    slim.setName(metadata.getName());
    slim.setUid(metadata.getUid());
    slim.setResourceVersion(metadata.getResourceVersion());
    slim.setOwnerReferences(
        Owner.controllingReference(metadata.getOwnerReferences()).stream()
            .map(SlimWorkload::reference)
            .toList());
    slim.setAnnotations(pause(metadata));
    slim.setLabels(Map.of());
    slim.setFinalizers(List.of());
    slim.setManagedFields(List.of());
    slim.setAdditionalProperties(Map.of());
    return slim;
  }

  /// The one annotation that is kept.
  private static Map<String, String> pause(ObjectMeta whole) {
    var annotations = whole.getAnnotations();
    var text = annotations == null ? null : annotations.get(Annotations.PAUSED);
    return text == null ? Map.of() : Map.of(Annotations.PAUSED, text);
  }

  private static OwnerReference reference(OwnerReference whole) {
    var slim = new OwnerReference();
    slim.setApiVersion(shared(whole.getApiVersion()));
    slim.setKind(shared(whole.getKind()));
    slim.setName(shared(whole.getName()));
    slim.setUid(shared(whole.getUid()));
    slim.setController(whole.getController());
    slim.setAdditionalProperties(Map.of());
    return slim;
  }

  private static @Nullable LabelSelector selector(@Nullable LabelSelector whole) {
    if (whole == null) {
      return null;
    }
    var labels = Objects.requireNonNullElse(whole.getMatchLabels(), Map.<String, String>of());
    var slim = new LabelSelector();
    slim.setMatchLabels(
        labels.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    label -> label.getKey().intern(), label -> label.getValue().intern())));
    slim.setMatchExpressions(
        List.copyOf(Objects.requireNonNullElse(whole.getMatchExpressions(), List.of())));
    slim.setAdditionalProperties(Map.of());
    return slim;
  }

  /// The one copy of a text. The JVM forgets it when nobody has it any more.
  private static @Nullable String shared(@Nullable String text) {
    return text == null ? null : text.intern();
  }

  private SlimWorkload() {}
}
