package io.metricssidecar.controller.workloads;

import io.fabric8.kubernetes.api.model.HasMetadata;
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
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Watches of all workloads of Kubernetes' own kinds. Of each object only the number of desired
/// pods and the owners are kept.
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
  public static WorkloadWatches start(KubernetesClient client, Loop loop) {
    var apps = client.apps();
    return new WorkloadWatches(
        Watched.startSlim(
            "deployments", apps.deployments().inAnyNamespace(), loop, WorkloadWatches::slim),
        Watched.startSlim(
            "stateful sets", apps.statefulSets().inAnyNamespace(), loop, WorkloadWatches::slim),
        Watched.startSlim(
            "daemon sets", apps.daemonSets().inAnyNamespace(), loop, WorkloadWatches::slim),
        Watched.startSlim(
            "replica sets", apps.replicaSets().inAnyNamespace(), loop, WorkloadWatches::slim));
  }

  private static Deployment slim(Deployment whole) {
    return new DeploymentBuilder()
        .withMetadata(metadata(whole))
        .withNewSpec()
        .withReplicas(whole.getSpec().getReplicas())
        .endSpec()
        .build();
  }

  private static StatefulSet slim(StatefulSet whole) {
    return new StatefulSetBuilder()
        .withMetadata(metadata(whole))
        .withNewSpec()
        .withReplicas(whole.getSpec().getReplicas())
        .endSpec()
        .build();
  }

  private static DaemonSet slim(DaemonSet whole) {
    var status = whole.getStatus();
    return new DaemonSetBuilder()
        .withMetadata(metadata(whole))
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
        .withOwnerReferences(metadata.getOwnerReferences())
        .build();
  }

  /// True if each has received its first complete list.
  public boolean synced() {
    return all().stream().allMatch(Watched::synced);
  }

  /// The number of desired pods of each workload, by its UID.
  public Map<String, Integer> desired() {
    var desired = new HashMap<String, Integer>();
    deployments.all().forEach(d -> put(desired, d, d.getSpec().getReplicas()));
    statefulSets.all().forEach(s -> put(desired, s, s.getSpec().getReplicas()));
    replicaSets.all().forEach(r -> put(desired, r, r.getSpec().getReplicas()));
    daemonSets
        .all()
        .forEach(
            d -> {
              var scheduled = d.getStatus().getDesiredNumberScheduled();
              desired.put(d.getMetadata().getUid(), scheduled == null ? 0 : scheduled);
            });
    return desired;
  }

  private static void put(
      Map<String, Integer> desired, HasMetadata workload, @Nullable Integer replicas) {
    desired.put(workload.getMetadata().getUid(), replicas == null ? DEFAULT_REPLICAS : replicas);
  }

  /// The controllers of ReplicaSets that have one: UID to UID.
  public Map<String, String> parents() {
    var parents = new HashMap<String, String>();
    replicaSets
        .all()
        .forEach(
            set ->
                Owner.controlling(set.getMetadata().getOwnerReferences())
                    .ifPresent(owner -> parents.put(set.getMetadata().getUid(), owner.uid())));
    return parents;
  }

  private List<Watched<?>> all() {
    return List.of(deployments, statefulSets, daemonSets, replicaSets);
  }

  @Override
  public void close() {
    all().forEach(Watched::close);
  }
}
