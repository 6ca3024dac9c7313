package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Waker;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Counter;
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.controller.workloads.Member;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.WorkloadWatches;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the budget Leases: frees the slots of pods that are gone and writes how many slots there
/// are. Level-triggered, and every write is a compare-and-swap, so any number of replicas may do so
/// at the same time; a write that meets another's is repeated on the next run. While no replica
/// runs, slots of pods that are gone stay taken, which lets out fewer pods, never more.
public final class BudgetKeeper implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(BudgetKeeper.class);
  private static final Set<Integer> RACES = Set.of(404, 409);
  private static final Duration GATHER = Duration.ofMillis(200);

  /// Whoever was not known to be gone is asked for again this often.
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /// Further kinds are not watched, so their scale is read this often.
  private static final Duration INTERVAL_OF_SCALES = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final LivePods live;
  private final CustomScales scales;
  private final SlotEvents announcer;
  private final Loop loop;
  private final Map<String, Optional<Member.Budget>> budgets = new HashMap<>();
  private final LongAdder freed = new LongAdder();
  private volatile @Nullable Watches watches;

  /// @param client to the API server
  /// @param targets kinds of workloads beyond those of Kubernetes
  /// @param clock of the wall
  public BudgetKeeper(KubernetesClient client, List<ScaleTarget> targets, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.live = new LivePods(client);
    this.scales = new CustomScales(client, targets, clock);
    this.announcer = new SlotEvents(new EventRecorder(client, clock));
    this.loop =
        new Loop(
            "budget",
            new Loop.Pace(targets.isEmpty() ? INTERVAL : INTERVAL_OF_SCALES, GATHER),
            this::keep);
  }

  /// What is watched: some by others, the rest by us.
  private record Watches(Watched<Pod> pods, Watched<Lease> leases, WorkloadWatches workloads) {
    boolean synced() {
      return pods.synced() && leases.synced() && workloads.synced();
    }
  }

  /// Starts in the background.
  ///
  /// @param pods with sidecars; closed by whoever made it
  /// @param leases that carry our mark; closed by whoever made it
  public void start(Watched<Pod> pods, Watched<Lease> leases) {
    pods.listen(new Waker<>(loop));
    leases.listen(announcer);
    leases.listen(new Waker<>(loop));
    watches = new Watches(pods, leases, WorkloadWatches.start(client, loop));
    loop.start();
  }

  private void keep() {
    var watched = watches;
    if (watched == null || !watched.synced()) {
      return;
    }
    var state = state(watched);
    var questions =
        BudgetPlan.actions(state, Map.of()).stream()
            .filter(BudgetAction.Ask.class::isInstance)
            .map(action -> ((BudgetAction.Ask) action).question())
            .toList();
    for (var action : BudgetPlan.actions(state, live.to(questions))) {
      if (action instanceof BudgetAction.Write write) {
        write(write);
      }
    }
    announcer.announce(state.members());
  }

  private BudgetState state(Watches watched) {
    var leases =
        watched.leases.all().stream().map(BudgetLease::of).flatMap(Optional::stream).toList();
    var desired = new HashMap<>(scales.desired(leases));
    desired.putAll(watched.workloads.desired());
    return new BudgetState(
        leases, members(watched.pods.all()), desired, watched.workloads.parents());
  }

  private Map<String, Member> members(List<Pod> pods) {
    budgets
        .keySet()
        .retainAll(
            pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet()));
    var members = new HashMap<String, Member>();
    for (var pod : pods) {
      budgets
          .computeIfAbsent(pod.getMetadata().getUid(), _ -> Member.Budget.of(pod))
          .flatMap(budget -> Member.of(pod, budget))
          .ifPresent(member -> members.put(member.uid(), member));
    }
    return members;
  }

  private void write(BudgetAction.Write write) {
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
          .log("Changed a budget");
    } catch (KubernetesClientException e) {
      if (!RACES.contains(e.getCode())) {
        LOGGER
            .atInfo()
            .addKeyValue("namespace", metadata.getNamespace())
            .addKeyValue("lease", metadata.getName())
            .addKeyValue("error", e.getMessage())
            .log("A budget cannot be changed");
      }
    }
  }

  /// True once the first complete lists of pods, Leases and workloads have arrived.
  public boolean synced() {
    var watched = watches;
    return watched != null && watched.synced();
  }

  /// What the Leases say, and what was done to them.
  public List<Metric> metrics() {
    var watched = watches;
    var all = watched == null ? List.<Lease>of() : watched.leases.all();
    var leases = all.stream().map(BudgetLease::of).flatMap(Optional::stream).toList();
    return List.of(
        Gauge.of(
            "metrics_sidecar_webhook_budget_holders",
            "Slots that are taken, in all budget Leases.",
            leases.stream().mapToInt(lease -> lease.holders().size()).sum()),
        Gauge.of(
            "metrics_sidecar_webhook_budget_slots",
            "Slots that there are, in all budget Leases.",
            leases.stream().mapToInt(BudgetLease::slotCount).sum()),
        Gauge.of(
            "metrics_sidecar_webhook_budget_leases_unreadable",
            "Budget Leases of an unknown format, which are left alone; their pods do not shed.",
            all.size() - leases.size()),
        new Counter(
            "metrics_sidecar_webhook_budget_dead_holders_removed",
            "Slots that this replica freed because their pods were gone.",
            List.of(new Sample(Map.of(), freed.sum()))));
  }

  @Override
  public void close() {
    loop.close();
    var watched = watches;
    if (watched != null) {
      watched.workloads.close();
    }
  }
}
