package io.metricssidecar.controller.access;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.ownership.PodClaim;
import io.metricssidecar.controller.workloads.SidecarPod;
import io.metricssidecar.controller.workloads.SidecarPods;
import io.metricssidecar.controller.writes.AccessRequests;
import io.metricssidecar.controller.writes.AccessWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The reconciler of sidecars' rights: it gives them and takes them back. Level-triggered: it
/// compares the objects on the API server with the desired ones and has the difference written,
/// without waiting for it. Any number of replicas may run at the same time; a write that conflicts
/// with another is repeated after the next run.
public final class AccessReconciler implements AutoCloseable {
  /// Whatever changes wakes the loop, so the interval is for what nobody has thought of.
  private static final Loop.Pace PACE =
      new Loop.Pace(Duration.ofMinutes(1), Duration.ofMillis(100));

  /// Interval while something waits for time to pass: a write or a reading that failed, or objects
  /// without a workload.
  private static final Duration INTERVAL_OF_REPETITIONS = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Owners owners;
  private final AccessWriter writer;
  private final InstantSource clock;
  private final Loop loop = new Loop("access", PACE, this::reconcile);
  private final Orphans orphans = new Orphans();
  private final SidecarPods sidecarPods = new SidecarPods();
  private volatile FoundWorkloads found = FoundWorkloads.none();
  private volatile Set<String> denied = Set.of();
  private volatile @Nullable AccessWatches watches;

  /// @param client to the API server
  /// @param owners of pods; started and closed by the caller, started after this
  /// @param clock wall clock
  public AccessReconciler(KubernetesClient client, Owners owners, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.owners = requireNonNull(owners, "owners is null");
    var bounded = ClusterClient.impatient(client);
    this.clock = requireNonNull(clock, "clock is null");
    this.writer =
        new AccessWriter(
            new AccessRequests(bounded, owners, AccessPlan::adopt),
            new EventRecorder(bounded, clock),
            clock,
            loop::wake);
  }

  /// Starts to watch and to write.
  ///
  /// @param deniedNamespaces whose pods get no rights
  /// @param appeared called with each new pod that the webhook has labelled, as a whole; must
  ///   neither block nor keep it
  public void start(Set<String> deniedNamespaces, Consumer<Pod> appeared) {
    denied = Set.copyOf(deniedNamespaces);
    owners.listen(loop::wake);
    watches = AccessWatches.start(client, loop, appeared);
    loop.start();
  }

  /// The loop, for health and metrics.
  public Loop loop() {
    return loop;
  }

  /// The watches, for health and metrics; empty before [#start].
  public List<Watched<?>> watches() {
    var started = watches;
    return started == null ? List.of() : started.all();
  }

  /// The watch of the pods that the webhook has labelled, with sidecars and without, for other
  /// reconcilers; after [#start].
  public Watched<Pod> pods() {
    return requireNonNull(watches, "not started").pods();
  }

  /// The watch of the Leases labelled as ours, for other reconcilers; after [#start].
  public Watched<Lease> leases() {
    return requireNonNull(watches, "not started").leases();
  }

  private void reconcile() {
    var watched = watches;
    if (watched == null || !watched.synced() || !owners.synced()) {
      return;
    }
    var now = clock.instant();
    var pods = entitled(watched.pods().all());
    var unread = owners.read(pods.stream().map(PodClaim::of).toList(), now);
    found = FoundWorkloads.of(pods, owners::resolve);
    var state =
        new AccessState(
            found.accounts(),
            found.undecided(),
            watched.roles().all(),
            watched.bindings().all(),
            watched.leases().all());
    var orphaned = Withdrawal.orphans(state);
    var actions = new ArrayList<>(AccessPlan.grant(state));
    actions.addAll(Withdrawal.actions(state, orphans.overdue(orphaned, now)));
    if (!actions.isEmpty() || !orphaned.isEmpty() || !found.settled()) {
      loop.runAgainWithin(INTERVAL_OF_REPETITIONS);
    }
    writer.write(actions).ifPresent(loop::runAgainWithin);
    if (unread) {
      loop.wake();
    }
    loop.progressed();
  }

  private List<SidecarPod> entitled(List<Pod> pods) {
    return sidecarPods.read(pods).stream()
        .filter(pod -> pod.labelled() && !denied.contains(pod.namespace()))
        .toList();
  }

  /// True once the first complete lists of pods, Roles, RoleBindings and Leases have arrived.
  public boolean synced() {
    var watched = watches;
    return watched != null && watched.synced();
  }

  /// The number of objects, of owners that give no rights, and of names that are taken.
  public List<Metric> metrics() {
    var watched = watches;
    if (watched == null) {
      return List.of();
    }
    return List.of(
        ServerMetrics.ACCESS_OBJECTS.gauge(
            List.of(
                sample("Role", watched.roles().all().size()),
                sample("RoleBinding", watched.bindings().all().size()),
                sample("Lease", watched.leases().all().size()))),
        ServerMetrics.ACCESS_UNRESOLVED_OWNERS.gauge(found.unresolved()),
        ServerMetrics.ACCESS_CONFLICTS.gauge(writer.taken()));
  }

  private static Sample sample(String kind, int count) {
    return new Sample(Map.of("kind", kind), count);
  }

  @Override
  public void close() {
    loop.close();
    writer.close();
    var watched = watches;
    if (watched != null) {
      watched.close();
    }
  }
}
