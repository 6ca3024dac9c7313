package io.metricssidecar.simulation.world.watch;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.watch.overload.Capacity;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The checks at the begin of each shed: I2, I3 and I6, in the world and not in what was read.
final class Sheds {
  /// What a slot request has read may be this old when the pod answers 400: several requests, the
  /// acknowledgement and the probe.
  private static final Duration READ_BEFORE = Duration.ofSeconds(30);

  /// Samples show a load after this time at the latest, with a tick of metrics-server missed.
  private static final Duration STEADY = Duration.ofSeconds(90);

  /// The pause after a return is 60 s; the kubelet sees both ends of it late.
  private static final Duration PAUSE = Duration.ofSeconds(50);

  private final Cluster cluster;
  private final Findings findings;
  private final Capacity capacity;

  Sheds(Cluster cluster, Findings findings, Capacity capacity) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.findings = requireNonNull(findings, "findings is null");
    this.capacity = requireNonNull(capacity, "capacity is null");
  }

  /// A pod answers 400 for the first time.
  void begin(Pod shed, PodHistory history, Map<Pod, PodHistory> all) {
    var now = cluster.time().now();
    var holders =
        cluster.leases().record().holders().stream()
            .map(holder -> holder.uid())
            .collect(Collectors.toSet());
    var others =
        cluster.pods().stream()
            .filter(pod -> pod != shed && !holders.contains(pod.uid()))
            .filter(pod -> pod.serves() || servedBefore(all.get(pod), now))
            .toList();
    var desired = cluster.deployment().desired();
    var floor = Math.max(1, desired - cluster.settings().shedding().slots(desired));
    // The desired pods may have grown while a request was under way.
    if (others.size() < floor && others.size() < presentBefore(now) - slots(desired)) {
      findings.add(
          Invariant.FLOOR_AT_SHED,
          "%s; %d of %d others serve, the floor is %d"
              .formatted(shed, others.size(), desired - 1, floor));
    }
    var mean = capacity.mean(others);
    if (cluster.settings().shedding().guard() == ShedGuard.REDISTRIBUTE
        && cluster.scenario().load().steady(now.minus(STEADY), now)
        && mean > 1) {
      findings.add(
          Invariant.CAPACITY_AT_SHED,
          "%s; the %d others would carry %.0f %% of their limit"
              .formatted(shed, others.size(), 100 * mean));
    }
    var returned = history.returned;
    if (returned != null && now.minus(returned).compareTo(PAUSE) < 0) {
      findings.add(
          Invariant.PAUSE,
          "%s returned only %d s ago".formatted(shed, now.minus(returned).toSeconds()));
    }
  }

  private int slots(int desired) {
    return cluster.settings().shedding().slots(desired);
  }

  /// Pods that a slot request may have counted as desired.
  private int presentBefore(Duration now) {
    return (int)
        cluster.pods().stream()
            .filter(pod -> pod.deleted() == null)
            .filter(pod -> now.minus(pod.created()).compareTo(READ_BEFORE) >= 0)
            .count();
  }

  private static boolean servedBefore(@Nullable PodHistory history, Duration now) {
    return history != null
        && history.silent != null
        && now.minus(history.silent).compareTo(READ_BEFORE) < 0;
  }
}
