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
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.SidecarPod;
import io.metricssidecar.controller.workloads.WorkloadReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Gives sidecars their rights and takes them back. Level-triggered: it compares what the API
/// server holds with what should be there and writes the difference. Any number of replicas may do
/// so at the same time; a write that meets another's is repeated on the next run.
public final class AccessReconciler implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(AccessReconciler.class);
  private static final Set<Integer> RACES = Set.of(404, 409);

  private static final Loop.Pace PACE =
      new Loop.Pace(Duration.ofSeconds(30), Duration.ofMillis(100));

  private final KubernetesClient client;
  private final WorkloadResolver resolver;
  private final InstantSource clock;
  private final Loop loop = new Loop("access", PACE, this::reconcile);
  private final Orphans orphans = new Orphans();
  private volatile Set<String> denied = Set.of();
  private volatile @Nullable AccessWatches watches;

  /// @param client to the API server
  /// @param targets kinds of workloads beyond those of Kubernetes
  /// @param clock of the wall
  public AccessReconciler(KubernetesClient client, List<ScaleTarget> targets, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.resolver = new WorkloadResolver(new WorkloadReader(client, targets));
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Starts to watch and to write.
  ///
  /// @param deniedNamespaces whose pods get nothing
  public void start(Set<String> deniedNamespaces) {
    denied = Set.copyOf(deniedNamespaces);
    watches = AccessWatches.start(client, loop);
    loop.start();
  }

  /// Looks again soon.
  void wake() {
    loop.wake();
  }

  /// The pods that the webhook has answered for, with sidecars and without, for others who need
  /// them; after [#start].
  public Watched<Pod> pods() {
    return requireNonNull(watches, "not started").pods();
  }

  /// The marked Leases, for others who need them; after [#start].
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
    var sidecars =
        pods.stream()
            .map(SidecarPod::of)
            .flatMap(Optional::stream)
            .filter(pod -> !denied.contains(pod.namespace()))
            .collect(Collectors.toSet());
    resolver.retain(sidecars, clock.instant());
    var workloads = new HashMap<OwnedWorkload, SortedSet<String>>();
    for (var sidecar : sidecars) {
      resolver
          .resolve(sidecar)
          .ifPresent(
              workload ->
                  workloads
                      .computeIfAbsent(workload, _ -> new TreeSet<>())
                      .add(sidecar.serviceAccount()));
    }
    return workloads;
  }

  private void write(AccessAction action) {
    try {
      switch (action) {
        case AccessAction.Create(var object) -> {
          // Read its workload again before the next time: were it gone, the garbage collector would
          // take away what we make, and we would make it again and again.
          resolver.forget(AccessPlan.Key.of(object));
          client.resource(object).create();
        }
        case AccessAction.Update(var object) -> client.resource(object).update();
        case AccessAction.Delete(var object) -> client.resource(object).delete();
      }
      log(action).log("Changed access");
    } catch (KubernetesClientException e) {
      if (!RACES.contains(e.getCode())) {
        log(action).addKeyValue("error", e.getMessage()).log("Access cannot be changed");
      }
    }
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

  /// How many objects there are.
  public List<Metric> metrics() {
    var watched = watches;
    if (watched == null) {
      return List.of();
    }
    return List.of(
        new Gauge(
            "metrics_sidecar_webhook_access_objects",
            "Objects that give sidecars their access.",
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
