package io.metricssidecar.simulation.world.watch;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.OverloadWhen;
import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.load.Requests;
import io.metricssidecar.simulation.world.time.Period;
import io.metricssidecar.simulation.world.watch.overload.Capacity;
import io.metricssidecar.simulation.world.watch.overload.Overloads;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks at the world after every event. It knows what is true, which no process does.
public final class Observer {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// The maximum time out is 300 s; the kubelet sees its end late.
  private static final Duration LONGEST = Duration.ofSeconds(320);

  private static final Duration FREE_AFTER = Duration.ofMinutes(10);

  /// Below it nobody sheds, and who has shed returns.
  private static final double NO_LOAD = 0.5;

  private final Cluster cluster;
  private final Findings findings;
  private final Counts counts;
  private final Sheds sheds;
  private final Refusals refusals;
  private final Capacity capacity;
  private final Overloads overloads;
  private final Slots slots;
  private final boolean promised;
  private final boolean observed;
  private final Map<Pod, PodHistory> histories = new HashMap<>();
  private Duration disturbed = Duration.ZERO;

  public Observer(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    findings = new Findings(cluster);
    counts = new Counts(cluster);
    capacity = new Capacity(cluster);
    overloads = new Overloads(cluster, capacity);
    sheds = new Sheds(cluster, findings, capacity);
    refusals = new Refusals(cluster, findings, capacity);
    promised = cluster.scenario().promised();
    observed = cluster.scenario().observed();
    slots = new Slots(slots());
  }

  /// Begins to look every second, at what takes time.
  public void start() {
    cluster
        .time()
        .after(
            SECOND,
            () -> {
              second();
              start();
            });
  }

  /// Looks after an event.
  public void event() {
    var ours = 0;
    var shown = 0;
    var answers = 0;
    for (var pod : cluster.pods()) {
      var history = history(pod);
      follow(pod, history);
      if (pod.deleted() == null && pod.node().alive()) {
        answers += pod.answer() == ProbeAnswer.SHED ? 1 : 0;
        if (history.wasReady && pod.appReady()) {
          ours += pod.status().ready() ? 0 : 1;
          shown += pod.shown().appReady() && !pod.shown().ready() ? 1 : 0;
        }
      }
    }
    var allowed = slots.allowed(slots(), cluster.apiUp(), cluster.time().now());
    counts.event(Math.max(ours, shown) > allowed);
    if (promised && Math.max(ours, shown) > allowed) {
      findings.add(
          Invariant.OURS,
          "%d by the kubelets, %d by the API server, %d slots".formatted(ours, shown, allowed));
    }
    if (answers > allowed) {
      findings.add(Invariant.ANSWERS, "%d answers, %d slots".formatted(answers, allowed));
    }
  }

  private PodHistory history(Pod pod) {
    var known = histories.get(pod);
    return known == null ? histories.computeIfAbsent(pod, _ -> new PodHistory()) : known;
  }

  private int slots() {
    return observed ? 0 : cluster.settings().shedding().slots(cluster.deployment().desired());
  }

  private void follow(Pod pod, PodHistory history) {
    var now = cluster.time().now();
    if (pod.serves()) {
      history.silent = null;
    } else if (history.silent == null && history.ready) {
      history.silent = now;
    }
    if (history.wasReady
        && pod.shown().ready() != history.ready
        && pod.deleted() == null
        && pod.appReady()) {
      counts.flip();
    }
    history.ready = pod.shown().ready();
    history.wasReady |= history.ready;
    if (pod.answer() == ProbeAnswer.FAULT) {
      findings.add(Invariant.FAULT_ANSWERED, pod.name());
    }
    // Whoever ended with its node answers nothing.
    var out = pod.answer() == ProbeAnswer.SHED && pod.node().alive();
    if (out && history.out == null) {
      history.out = now;
      counts.shed();
      if (observed) {
        findings.add(Invariant.OBSERVED, pod.name());
      }
      overloads.shed(pod);
      sheds.begin(pod, history, histories);
    } else if (!out && history.out != null) {
      history.out = null;
      history.returned = now;
    }
  }

  private void second() {
    var now = cluster.time().now();
    overloads.second(counts.begun());
    for (var pod : cluster.pods()) {
      var history = history(pod);
      var out = history.out;
      if (out != null && pod.deleted() == null && now.minus(out).compareTo(LONGEST) > 0) {
        findings.add(
            Invariant.LONGEST_SHED, "%s for %d s".formatted(pod, now.minus(out).toSeconds()));
      }
      if (counts.begun()) {
        refusals.look(pod, history);
      }
    }
    slotsFree(now);
  }

  private void slotsFree(Duration now) {
    var scenario = cluster.scenario();
    if (cluster.pods().stream().anyMatch(this::loaded)
        || !cluster.apiUp()
        || Period.within(scenario.api().controllerOutages(), now)
        || cluster.nodes().stream().anyMatch(node -> !node.alive() && holds(node.name()))) {
      disturbed = now;
    }
    var holders = cluster.leases().record().holders();
    if (!holders.isEmpty() && now.minus(disturbed).compareTo(FREE_AFTER) > 0) {
      findings.add(Invariant.SLOTS_FREE, "held by " + holders.getFirst().podName());
    }
  }

  /// Memory counts too where the user judges by it, as it is not given back.
  private boolean loaded(Pod pod) {
    var settings = cluster.settings();
    var memory = pod.use().memoryBytes() / cluster.scenario().fleet().memoryBytes();
    return capacity.offered(pod) > NO_LOAD
        || (settings.overloadWhen() != OverloadWhen.CPU
            && memory > settings.memory().recovery().ratio());
  }

  /// Whether a pod of a node is still there: its slot is its own until its object is gone.
  private boolean holds(String node) {
    return cluster.pods().stream().anyMatch(pod -> pod.node().name().equals(node));
  }

  /// The violations so far.
  public List<Violation> violations() {
    return findings.violations();
  }

  /// The figures so far.
  public Figures figures(Requests requests, long apiRequests) {
    return counts.figures(requests, apiRequests, overloads.figures());
  }
}
