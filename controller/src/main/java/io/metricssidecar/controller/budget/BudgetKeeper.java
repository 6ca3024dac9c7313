package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Waker;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.ownership.PodClaim;
import io.metricssidecar.controller.ownership.Resolution;
import io.metricssidecar.controller.pause.Pauses;
import io.metricssidecar.controller.workloads.PodStage;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.SidecarPod;
import io.metricssidecar.controller.workloads.SidecarPods;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reconciler of budget Leases: it frees the slots of pods that are gone or being deleted, and
/// writes the number of slots and the pause. Level-triggered, and every write is a
/// compare-and-swap, so any number of replicas may run at once; a conflicting write is repeated on
/// the next run. While no replica runs, slots of pods that are gone stay taken: fewer pods can be
/// shed, never more.
public final class BudgetKeeper implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(BudgetKeeper.class);

  /// Of writes that conflicted with another: not found, conflict.
  private static final Set<Integer> CONFLICTS = Set.of(404, 409);

  private static final Duration GATHER = Duration.ofMillis(200);

  /// Interval at which holders whose presence was not known are looked up again.
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /// Interval at which the scale of further kinds is read, as they are not watched.
  private static final Duration INTERVAL_OF_SCALES = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final Owners owners;
  private final LivePods live;
  private final CustomScales scales;
  private final SlotEvents events;
  private final Pauses pauses;
  private final InstantSource clock;
  private final Loop loop;
  private final SidecarPods sidecarPods = new SidecarPods();
  private final LongAdder freed = new LongAdder();
  private volatile @Nullable Watches watches;

  /// @param client to the API server
  /// @param owners of pods; started and closed by the caller, started after this
  /// @param targets kinds of workloads beyond those of Kubernetes
  /// @param pauses what pauses budgets
  /// @param clock wall clock
  public BudgetKeeper(
      KubernetesClient client,
      Owners owners,
      List<ScaleTarget> targets,
      Pauses pauses,
      InstantSource clock) {
    this.client = ClusterClient.impatient(requireNonNull(client, "client is null"));
    this.owners = requireNonNull(owners, "owners is null");
    this.pauses = requireNonNull(pauses, "pauses is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.live = new LivePods(client);
    this.scales = new CustomScales(this.client, targets, clock);
    this.events = new SlotEvents(new EventRecorder(this.client, clock));
    this.loop =
        new Loop(
            "budget",
            new Loop.Pace(targets.isEmpty() ? INTERVAL : INTERVAL_OF_SCALES, GATHER),
            this::reconcile);
  }

  /// The watches, which others own.
  private record Watches(Watched<Pod> pods, Watched<Lease> leases) {}

  /// Starts in the background.
  ///
  /// @param pods with sidecars; closed by the caller
  /// @param leases that are labelled as ours; closed by the caller
  public void start(Watched<Pod> pods, Watched<Lease> leases) {
    pods.listen(new Waker<>(loop));
    leases.listen(events);
    leases.listen(new Waker<>(loop));
    owners.listen(loop::wake);
    watches = new Watches(pods, leases);
    loop.start();
  }

  /// The loop, for health and metrics.
  public Loop loop() {
    return loop;
  }

  private void reconcile() {
    var watched = watches;
    if (watched == null || !synced()) {
      return;
    }
    var state = state(watched);
    BudgetPlan.writes(state, live.find(BudgetPlan.lookups(state))).forEach(this::write);
    events.write(state.pods());
  }

  private BudgetState state(Watches watched) {
    var leases = BudgetLease.readable(watched.leases.all());
    var pods = pods(watched);
    var resolutions = new HashMap<String, Resolution>();
    pods.forEach((uid, pod) -> resolutions.put(uid, owners.resolve(PodClaim.of(pod))));
    var desired = desired(leases);
    var wanted = BudgetState.pauses(leases, pauses, scales.paused(), clock.instant());
    return new BudgetState(leases, pods, desired, resolutions, wanted);
  }

  private Map<String, Integer> desired(List<BudgetLease> leases) {
    var desired = new HashMap<>(scales.desired(leases));
    for (var lease : leases) {
      owners
          .desired(lease.name().namespace(), lease.owner())
          .ifPresent(number -> desired.put(lease.owner().uid(), number));
    }
    return desired;
  }

  private Map<String, SidecarPod> pods(Watches watched) {
    var pods = new HashMap<String, SidecarPod>();
    for (var pod : sidecarPods.read(watched.pods.all())) {
      if (pod.stage() != PodStage.ENDED) {
        pods.put(pod.uid(), pod);
      }
    }
    return pods;
  }

  private void write(BudgetPlan.Write write) {
    var metadata = write.lease().getMetadata();
    try {
      client.resource(write.lease()).update();
      freed.add(write.freed().size());
      LOGGER
          .atInfo()
          .addKeyValue("namespace", metadata.getNamespace())
          .addKeyValue("lease", metadata.getName())
          .addKeyValue("slots", metadata.getAnnotations().get(Annotations.SLOTS))
          .addKeyValue("freed", write.freed())
          .log("Updated budget Lease");
    } catch (KubernetesClientException e) {
      if (!CONFLICTS.contains(e.getCode())) {
        LOGGER
            .atInfo()
            .addKeyValue("namespace", metadata.getNamespace())
            .addKeyValue("lease", metadata.getName())
            .addKeyValue("error", e.getMessage())
            .log("Cannot update budget Lease");
      }
    }
    loop.progressed();
  }

  /// True once the first complete lists of pods, Leases and workloads have arrived.
  public boolean synced() {
    var watched = watches;
    return watched != null && watched.pods.synced() && watched.leases.synced() && owners.synced();
  }

  /// The contents of the Leases, and the slots that were freed.
  public List<Metric> metrics() {
    var watched = watches;
    var all = watched == null ? List.<Lease>of() : watched.leases.all();
    return Stream.concat(
            BudgetLease.gauges(all).stream(),
            Stream.of(ServerMetrics.DEAD_HOLDERS_REMOVED.counter(freed.sum())))
        .toList();
  }

  @Override
  public void close() {
    loop.close();
  }
}
