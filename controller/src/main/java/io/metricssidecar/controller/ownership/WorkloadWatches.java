package io.metricssidecar.controller.ownership;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.OwnerObject;
import io.metricssidecar.controller.workloads.ScaleTarget;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches of all workloads of Kubernetes' own kinds. Of each object only what [SlimWorkload] says
/// is kept.
///
/// @param deployments all of them
/// @param statefulSets all of them
/// @param daemonSets all of them
/// @param replicaSets all of them
record WorkloadWatches(
    Watched<Deployment> deployments,
    Watched<StatefulSet> statefulSets,
    Watched<DaemonSet> daemonSets,
    Watched<ReplicaSet> replicaSets)
    implements AutoCloseable {
  /// The API server's default for `spec.replicas`.
  private static final int DEFAULT_REPLICAS = 1;

  /// Starts to watch.
  ///
  /// @param changed called on every change; must not block
  static WorkloadWatches start(KubernetesClient client, Runnable changed) {
    var apps = client.apps();
    return new WorkloadWatches(
        Watched.startSlim(
            "deployments", apps.deployments().inAnyNamespace(), changed, SlimWorkload::deployment),
        Watched.startSlim(
            "stateful sets",
            apps.statefulSets().inAnyNamespace(),
            changed,
            SlimWorkload::statefulSet),
        Watched.startSlim(
            "daemon sets", apps.daemonSets().inAnyNamespace(), changed, SlimWorkload::daemonSet),
        Watched.startSlim(
            "replica sets",
            apps.replicaSets().inAnyNamespace(),
            changed,
            SlimWorkload::replicaSet));
  }

  /// True if each has received its first complete list.
  boolean synced() {
    return all().stream().allMatch(Watched::synced);
  }

  /// The object of this name; empty where none was seen.
  ///
  /// @param target one of [ScaleTarget#KUBERNETES]
  Optional<OwnerObject> find(String namespace, String name, ScaleTarget target) {
    return switch (target.kind()) {
      case "Deployment" ->
          deployments
              .byName(namespace, name)
              .map(
                  d ->
                      object(
                          target,
                          d,
                          d.getSpec().getSelector(),
                          replicas(d.getSpec().getReplicas())));
      case "StatefulSet" ->
          statefulSets
              .byName(namespace, name)
              .map(
                  s ->
                      object(
                          target,
                          s,
                          s.getSpec().getSelector(),
                          replicas(s.getSpec().getReplicas())));
      case "ReplicaSet" ->
          replicaSets
              .byName(namespace, name)
              .map(
                  r ->
                      object(
                          target,
                          r,
                          r.getSpec().getSelector(),
                          replicas(r.getSpec().getReplicas())));
      case "DaemonSet" ->
          daemonSets
              .byName(namespace, name)
              .map(d -> object(target, d, d.getSpec().getSelector(), scheduled(d)));
      default -> throw new IllegalArgumentException("%s is not watched".formatted(target));
    };
  }

  private static int replicas(@Nullable Integer replicas) {
    return replicas == null ? DEFAULT_REPLICAS : replicas;
  }

  private static int scheduled(DaemonSet set) {
    var scheduled = set.getStatus().getDesiredNumberScheduled();
    return scheduled == null ? 0 : scheduled;
  }

  private static OwnerObject object(
      ScaleTarget target, HasMetadata object, @Nullable LabelSelector selector, int replicas) {
    var metadata = object.getMetadata();
    return new OwnerObject(
        target,
        new Owner(object.getApiVersion(), target.kind(), metadata.getName(), metadata.getUid()),
        Owner.controlling(metadata.getOwnerReferences()),
        selector,
        replicas,
        Pause.asks(metadata.getAnnotations().get(Annotations.PAUSED)));
  }

  /// All of them.
  List<Watched<?>> all() {
    return List.of(deployments, statefulSets, daemonSets, replicaSets);
  }

  @Override
  public void close() {
    all().forEach(Watched::close);
  }
}
