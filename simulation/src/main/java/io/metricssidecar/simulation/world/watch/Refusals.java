package io.metricssidecar.simulation.world.watch;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.OverloadWhen;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.ApiPlan;
import io.metricssidecar.simulation.world.scenario.LoadPlan.HotSpot;
import io.metricssidecar.simulation.world.time.Period;
import io.metricssidecar.simulation.world.watch.overload.Capacity;
import java.time.Duration;

/// Looks for pods that should be shed and are not, for minutes on end. Only what is beyond doubt
/// counts: all that a rule may be careful about is absent.
final class Refusals {
  private static final Duration FOR_EVER = Duration.ofMinutes(6);

  /// Above the threshold, and above the mean of the others.
  private static final double CLEARLY = 0.15;

  /// Latency of one way; a slot takes six requests one after the other, each in two seconds.
  private static final Duration MAX_LATENCY = Duration.ofMillis(250);

  /// Share of requests without a useful answer in time.
  private static final double MAX_FAULTS = 0.1;

  private final Cluster cluster;
  private final Findings findings;
  private final Capacity capacity;
  private final double threshold;

  Refusals(Cluster cluster, Findings findings, Capacity capacity) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.findings = requireNonNull(findings, "findings is null");
    this.capacity = requireNonNull(capacity, "capacity is null");
    threshold = cluster.settings().cpu().threshold().ratio();
  }

  /// Looks at one pod.
  void look(Pod pod, PodHistory history) {
    var now = cluster.time().now();
    if (!right(pod, history)) {
      history.entitled = null;
    } else if (history.entitled == null) {
      history.entitled = now;
    } else if (now.minus(history.entitled).compareTo(FOR_EVER) >= 0) {
      findings.add(
          Invariant.REFUSED,
          "%s is offered %.0f %% of its limit, and the others could carry all"
              .formatted(pod, 100 * capacity.offered(pod)));
    }
  }

  private boolean right(Pod pod, PodHistory history) {
    var shedding = cluster.settings().shedding();
    var desired = cluster.deployment().desired();
    var slots = shedding.slots(desired);
    var now = cluster.time().now();
    if (cluster.scenario().observed()
        || shedding.mode() == ShedMode.LOCAL
        || cluster.settings().overloadWhen() != OverloadWhen.CPU
        || cluster.scenario().fleet().headless()
        || history.out != null
        || !pod.serves()
        || capacity.offered(pod) <= Math.min(0.98, threshold + CLEARLY)
        || now.minus(pod.created()).compareTo(shedding.warmUp().plusSeconds(60)) < 0
        || cluster.deployment().rolling()
        || !cluster.apiUp()
        || !answersMostly(cluster.scenario().api())
        || Period.within(cluster.scenario().pipeline().outages(), now)
        || Period.within(cluster.scenario().api().controllerOutages(), now)) {
      return false;
    }
    var others = cluster.pods().stream().filter(other -> other != pod && other.serves()).toList();
    var follows =
        cluster.scenario().load().hotSpots(pod.number(), now).stream()
            .filter(HotSpot::follows)
            .mapToDouble(HotSpot::cores)
            .sum();
    var mean = others.stream().mapToDouble(capacity::offered).average().orElse(1);
    return follows > 0
        && capacity.offered(pod) > mean + 2 * CLEARLY
        && capacity.mean(others) < 0.875 * threshold - CLEARLY
        && cluster.leases().record().holders().isEmpty()
        && others.size() >= Math.max(1, desired - slots)
        && slots > 0;
  }

  private static boolean answersMostly(ApiPlan api) {
    var faults =
        api.slowShare() + api.lostRequests() + api.lostAnswers() + api.throttled() + api.errors();
    return api.latency().compareTo(MAX_LATENCY) <= 0 && faults <= MAX_FAULTS;
  }
}
