package io.metricssidecar.controller.access;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.MetricCatalog;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.SidecarPods;
import io.metricssidecar.controller.workloads.WorkloadReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// The reconciler of sidecars' rights: it gives them and takes them back. Level-triggered: it
/// compares the objects on the API server with the desired ones and writes the difference. Any
/// number of replicas may run at the same time; a write that conflicts with another is repeated on
/// the next run.
public final class AccessReconciler implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(AccessReconciler.class);

  /// Status codes of writes that conflicted with another: not found, conflict.
  private static final Set<Integer> CONFLICTS = Set.of(404, 409);

  private static final Loop.Pace PACE =
      new Loop.Pace(Duration.ofSeconds(30), Duration.ofMillis(100));

  private final KubernetesClient client;
  private final WorkloadResolver resolver;
  private final InstantSource clock;
  private final Loop loop = new Loop("access", PACE, this::reconcile);
  private final Orphans orphans = new Orphans();
  private final SidecarPods sidecarPods = new SidecarPods();
  private volatile Set<String> denied = Set.of();
  private volatile @Nullable AccessWatches watches;

  /// @param client to the API server
  /// @param targets kinds of workloads beyond those of Kubernetes
  /// @param clock wall clock
  public AccessReconciler(KubernetesClient client, List<ScaleTarget> targets, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.resolver = new WorkloadResolver(new WorkloadReader(client, targets));
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Starts to watch and to write.
  ///
  /// @param deniedNamespaces whose pods get no rights
  public void start(Set<String> deniedNamespaces) {
    denied = Set.copyOf(deniedNamespaces);
    watches = AccessWatches.start(client, loop);
    loop.start();
  }

  /// The loop, for health and metrics.
  public Loop loop() {
    return loop;
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
    if (watched == null || !watched.synced()) {
      return;
    }
    var state =
        new AccessState(
            workloads(watched.pods().all()),
            watched.roles().all(),
            watched.bindings().all(),
            watched.leases().all());
    AccessPlan.grant(state).forEach(this::write);
    var overdue = orphans.overdue(AccessPlan.orphans(state), clock.instant());
    AccessPlan.withdraw(state, overdue).forEach(this::write);
  }

  private Map<OwnedWorkload, SortedSet<String>> workloads(List<Pod> pods) {
    var entitled =
        sidecarPods.read(pods).stream()
            .filter(pod -> pod.labelled() && !denied.contains(pod.namespace()))
            .toList();
    resolver.retain(entitled, clock.instant());
    var workloads = new HashMap<OwnedWorkload, SortedSet<String>>();
    for (var pod : entitled) {
      resolver
          .resolve(pod)
          .map(workload -> workloads.computeIfAbsent(workload, _ -> new TreeSet<>()))
          .ifPresent(accounts -> accounts.add(pod.serviceAccount()));
    }
    return workloads;
  }

  private void write(AccessAction action) {
    try {
      switch (action) {
        case AccessAction.Create(var object) -> {
          // Read the workload again before the next run: if it is gone, the garbage collector
          // deletes what we create, and we would create it again and again.
          resolver.forget(NamespacedName.of(object));
          client.resource(object).create();
        }
        case AccessAction.Update(var object) -> client.resource(object).update();
        case AccessAction.Delete(var object) -> client.resource(object).delete();
      }
      log(action).log("Updated access objects");
    } catch (KubernetesClientException e) {
      if (!CONFLICTS.contains(e.getCode())) {
        log(action).addKeyValue("error", e.getMessage()).log("Cannot update access objects");
      }
    }
    loop.progressed();
  }

  private static LoggingEventBuilder log(AccessAction action) {
    HasMetadata object = action.object();
    return LOGGER
        .atInfo()
        .addKeyValue("action", action.getClass().getSimpleName())
        .addKeyValue("kind", object.getKind())
        .addKeyValue("namespace", object.getMetadata().getNamespace())
        .addKeyValue("name", object.getMetadata().getName());
  }

  /// True once the first complete lists of pods, Roles, RoleBindings and Leases have arrived.
  public boolean synced() {
    var watched = watches;
    return watched != null && watched.synced();
  }

  /// The number of objects.
  public List<Metric> metrics() {
    var watched = watches;
    if (watched == null) {
      return List.of();
    }
    return List.of(
        MetricCatalog.ACCESS_OBJECTS.gauge(
            List.of(
                sample("Role", watched.roles().all().size()),
                sample("RoleBinding", watched.bindings().all().size()),
                sample("Lease", watched.leases().all().size()))));
  }

  private static Sample sample(String kind, int count) {
    return new Sample(Map.of("kind", kind), count);
  }

  @Override
  public void close() {
    loop.close();
    var watched = watches;
    if (watched != null) {
      watched.close();
    }
  }
}
