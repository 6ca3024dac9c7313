package io.metricssidecar.simulation.world.workload;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The number of replicas that the HorizontalPodAutoscaler computes from the CPU of pods
/// (`podautoscaler/replica_calculator.go`).
final class HpaFormula {
  /// No change while the ratio of use and target is this close to one.
  private static final double TOLERANCE = 0.1;

  /// The sample of a younger pod counts only if the pod is Ready
  /// (`--horizontal-pod-autoscaler-cpu-initialization-period`).
  private static final Duration INITIALIZATION = Duration.ofMinutes(5);

  private HpaFormula() {}

  /// One pod as the autoscaler sees it.
  ///
  /// @param share use, as a share of the request; null without a sample
  /// @param ready the condition Ready
  /// @param age since its start
  record PodUse(@Nullable Double share, boolean ready, Duration age) {
    boolean ignored() {
      return share != null && !ready && age.compareTo(INITIALIZATION) < 0;
    }
  }

  /// The replicas wanted.
  ///
  /// @param current replicas
  /// @param target mean use, as a share of the request
  /// @param pods all of them that are not being deleted
  static int replicas(int current, double target, List<PodUse> pods) {
    var counted = pods.stream().filter(pod -> pod.share() != null && !pod.ignored()).toList();
    if (counted.isEmpty()) {
      return current;
    }
    var sum = counted.stream().mapToDouble(pod -> pod.share() == null ? 0 : pod.share()).sum();
    var ratio = sum / counted.size() / target;
    var ignored = (int) pods.stream().filter(PodUse::ignored).count();
    var missing = (int) pods.stream().filter(pod -> pod.share() == null).count();
    var up = ratio > 1;
    if (missing == 0 && (!up || ignored == 0)) {
      return Math.abs(ratio - 1) <= TOLERANCE ? current : (int) Math.ceil(ratio * counted.size());
    }
    // Unknown pods count as idle where more are wanted, and as at their target where fewer are.
    var assumed = up ? 0 : Math.max(1, target);
    var count = counted.size() + missing + (up ? ignored : 0);
    var again = (sum + missing * assumed) / count / target;
    if (Math.abs(again - 1) <= TOLERANCE || (again > 1) != up) {
      return current;
    }
    var wanted = (int) Math.ceil(again * count);
    return (up && wanted < current) || (!up && wanted > current) ? current : wanted;
  }
}
