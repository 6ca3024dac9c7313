package io.metricssidecar.controller.workloads;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.loop.Watched;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches of all workloads of Kubernetes' own kinds. Of each object only what [OwnerObject] has is
/// kept.
///
/// @param deployments all of them
/// @param statefulSets all of them
/// @param daemonSets all of them
/// @param replicaSets all of them
public record WorkloadWatches(
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
  public static WorkloadWatches start(KubernetesClient client, Runnable changed) {
    var apps = client.apps();
    return new WorkloadWatches(
        Watched.startSlim(
            "deployments", apps.deployments().inAnyNamespace(), changed, WorkloadWatches::slim),
        Watched.startSlim(
            "stateful sets", apps.statefulSets().inAnyNamespace(), changed, WorkloadWatches::slim),
        Watched.startSlim(
            "daemon sets", apps.daemonSets().inAnyNamespace(), changed, WorkloadWatches::slim),
        Watched.startSlim(
            "replica sets", apps.replicaSets().inAnyNamespace(), changed, WorkloadWatches::slim));
  }

  private static Deployment slim(Deployment whole) {
    return new DeploymentBuilder()
        .withMetadata(metadata(whole))
        .withNewSpec()
        .withReplicas(whole.getSpec().getReplicas())
        .withSelector(whole.getSpec().getSelector())
        .endSpec()
        .build();
  }

  private static StatefulSet slim(StatefulSet whole) {
    return new StatefulSetBuilder()
        .withMetadata(metadata(whole))
        .withNewSpec()
        .withReplicas(whole.getSpec().getReplicas())
        .withSelector(whole.getSpec().getSelector())
        .endSpec()
        .build();
  }

  private static DaemonSet slim(DaemonSet whole) {
    var status = whole.getStatus();
    return new DaemonSetBuilder()
        .withMetadata(metadata(whole))
        .withNewSpec()
        .withSelector(whole.getSpec().getSelector())
        .endSpec()
        .withNewStatus()
        .withDesiredNumberScheduled(status == null ? null : status.getDesiredNumberScheduled())
        .endStatus()
        .build();
  }

  private static ReplicaSet slim(ReplicaSet whole) {
    return new ReplicaSetBuilder()
        .withMetadata(metadata(whole))
        .withNewSpec()
        .withReplicas(whole.getSpec().getReplicas())
        .withSelector(whole.getSpec().getSelector())
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(HasMetadata whole) {
    var metadata = whole.getMetadata();
    return new ObjectMetaBuilder()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .withOwnerReferences(
            Owner.controllingReference(metadata.getOwnerReferences()).stream().toList())
        .build();
  }

  /// True if each has received its first complete list.
  public boolean synced() {
    return all().stream().allMatch(Watched::synced);
  }

  /// The object of this name; empty where none was seen.
  ///
  /// @param target one of [ScaleTarget#KUBERNETES]
  public Optional<OwnerObject> find(String namespace, String name, ScaleTarget target) {
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
        replicas);
  }

  /// All of them.
  public List<Watched<?>> all() {
    return List.of(deployments, statefulSets, daemonSets, replicaSets);
  }

  @Override
  public void close() {
    all().forEach(Watched::close);
  }
}
