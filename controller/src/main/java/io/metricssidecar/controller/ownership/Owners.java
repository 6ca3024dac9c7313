package io.metricssidecar.controller.ownership;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.controller.ownership.CustomOwners.Wanted;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.OwnerObject;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.WorkloadReader;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The owners of pods, for all reconcilers: Kubernetes' own kinds as a watch shows them, so that no
/// pod causes a request, and the chart's `scaleTargets` as they were read.
public final class Owners implements AutoCloseable {
  private final KubernetesClient client;
  private final List<ScaleTarget> targets;
  private final CustomOwners custom;
  private final Ownership ownership;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable WorkloadWatches watches;

  /// @param client to the API server
  /// @param more kinds of workloads beyond those of Kubernetes
  public Owners(KubernetesClient client, List<ScaleTarget> more) {
    this.client = requireNonNull(client, "client is null");
    this.targets = Stream.concat(ScaleTarget.KUBERNETES.stream(), more.stream()).toList();
    this.custom = new CustomOwners(new WorkloadReader(ClusterClient.impatient(client)));
    this.ownership = new Ownership(targets, this::find);
  }

  /// Adds a listener of every change of a watched workload, and of the end of the first complete
  /// lists; before [#start]. It must not block.
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /// Starts to watch.
  public void start() {
    watches = WorkloadWatches.start(client, () -> listeners.forEach(Runnable::run));
  }

  /// The watches of the workloads; empty before [#start].
  public List<Watched<?>> watches() {
    var watched = watches;
    return watched == null ? List.of() : watched.all();
  }

  /// True once the first complete lists have arrived; before that nothing is found.
  public boolean synced() {
    var watched = watches;
    return watched != null && watched.synced();
  }

  /// The workload that a pod belongs to, as last seen. Never blocks.
  public Resolution resolve(PodClaim pod) {
    return ownership.resolve(pod);
  }

  /// Reads those owners of these pods that are not watched and not known yet, a bounded number for
  /// each namespace. Blocks; for one thread.
  ///
  /// @param pods all pods that matter: owners of others are forgotten
  /// @param now by the wall clock
  /// @return true if some were left for the next run
  public boolean read(Collection<PodClaim> pods, Instant now) {
    if (targets.stream().allMatch(Owners::watched)) {
      return false;
    }
    var wanted = new HashSet<Wanted>();
    var collecting =
        new Ownership(
            targets,
            (namespace, owner, target) -> {
              if (!watched(target)) {
                wanted.add(new Wanted(namespace, owner, target));
              }
              return find(namespace, owner, target);
            });
    pods.forEach(collecting::resolve);
    return custom.read(wanted, now);
  }

  /// Has a workload that is not watched read again. For any thread; never blocks.
  public void forget(String namespace, Owner workload) {
    targets.stream()
        .filter(target -> target.matches(workload))
        .forEach(target -> custom.forget(namespace, workload, target));
  }

  /// The desired number of pods of a watched workload; empty where there is none of this kind, name
  /// and UID.
  public Optional<Integer> desired(String namespace, Owner workload) {
    return ScaleTarget.KUBERNETES.stream()
        .filter(target -> target.matches(workload))
        .findFirst()
        .flatMap(target -> seen(namespace, workload, target))
        .map(OwnerObject::replicas);
  }

  /// Whether the annotation of a watched workload stops its shedding; empty where it was not seen,
  /// and for the chart's `scaleTargets`. False for all other kinds.
  public Optional<Boolean> paused(String namespace, Owner workload) {
    var kind = targets.stream().filter(target -> target.matches(workload)).findFirst();
    return kind.isEmpty()
        ? Optional.of(false)
        : kind.filter(Owners::watched)
            .flatMap(target -> seen(namespace, workload, target))
            .map(OwnerObject::paused);
  }

  private OwnerLookup.Result find(String namespace, Owner owner, ScaleTarget target) {
    return watched(target)
        ? seen(namespace, owner, target)
            .<OwnerLookup.Result>map(OwnerLookup.Seen::new)
            .orElseGet(OwnerLookup.Missing::new)
        : custom.find(namespace, owner, target);
  }

  private Optional<OwnerObject> seen(String namespace, Owner owner, ScaleTarget target) {
    var watched = watches;
    return watched == null
        ? Optional.empty()
        : watched
            .find(namespace, owner.name(), target)
            .filter(object -> object.owner().uid().equals(owner.uid()));
  }

  private static boolean watched(ScaleTarget target) {
    return ScaleTarget.KUBERNETES.contains(target);
  }

  @Override
  public void close() {
    var watched = watches;
    if (watched != null) {
      watched.close();
    }
  }
}
