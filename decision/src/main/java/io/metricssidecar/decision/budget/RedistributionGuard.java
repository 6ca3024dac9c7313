package io.metricssidecar.decision.budget;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// The no-harm rule: a pod is shed only if the others can carry its load, and only if it is far
/// above them. *Mean high → more pods are needed; one pod far above its peers → shed it.*
public final class RedistributionGuard {
  /// Maximum projected utilization of the others, as a share of the threshold: 70 % at 80 %.
  private static final double MAX_PROJECTED_SHARE = 0.875;

  /// Minimum excess of the pod over the mean of the others, as a share of the limit.
  private static final double MIN_EXCESS = 0.15;

  private RedistributionGuard() {}

  /// The reason of the guard's objection; empty where it has none.
  static Optional<DenialReason> objection(BudgetRule.Input input) {
    var carrying = carrying(input);
    var unknown = unknown(input);
    if (!carrying.contains(input.pod().name())) {
      return Optional.of(DenialReason.PEER_DATA);
    }
    var total = total(input, carrying) + unknown;
    var own = input.workload().utilization().getOrDefault(input.pod().name(), 0.0);
    var others = carrying.size() - 1 + unknown;
    if (others < 1) {
      return Optional.of(DenialReason.FLOOR);
    }
    var projected = total / others;
    if (projected > MAX_PROJECTED_SHARE * input.workload().thresholds().threshold().ratio()
        || own < (total - own) / others + MIN_EXCESS) {
      return Optional.of(unknown > 0 ? DenialReason.PEER_DATA : DenialReason.NO_CAPACITY);
    }
    return input.first() && hotter(input, own, carrying)
        ? Optional.of(DenialReason.HOTTER_FIRST)
        : Optional.empty();
  }

  /// Projected mean utilization of the other pods while this pod is shed; empty where it is not
  /// known.
  public static OptionalDouble projected(BudgetRule.Input input) {
    var carrying = carrying(input);
    var others = carrying.contains(input.pod().name()) ? carrying.size() - 1 : carrying.size();
    return others < 1 || unknown(input) > 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(total(input, carrying) / others);
  }

  /// Names of the pods that carry load by their samples: they serve and hold no slot. Pods of other
  /// workloads behind the same Services have no sample here, since their limits are not known; what
  /// they carry is left out on both sides, so that this workload's pods are expected to carry all.
  private static Set<String> carrying(BudgetRule.Input input) {
    var names = new HashSet<String>();
    endpoints(input)
        .filter(endpoint -> !input.lease().holds(endpoint.pod()))
        .map(ServiceEndpoints.Endpoint::podName)
        .filter(input.workload().utilization()::containsKey)
        .forEach(names::add);
    return names;
  }

  /// The number of pods of this workload that serve and whose use is not known: as many as there
  /// are without sample, and no more than the workload counts as ready beside those that are known
  /// or hold a slot. Such a pod counts as one at its limit.
  private static int unknown(BudgetRule.Input input) {
    var accounted = new HashSet<String>();
    var others = new HashSet<String>();
    endpoints(input)
        .forEach(
            endpoint -> {
              var known = input.workload().utilization().containsKey(endpoint.podName());
              var is = known || input.lease().holds(endpoint.pod()) ? accounted : others;
              is.add(endpoint.podName());
            });
    return Math.clamp(input.workload().status().ready() - accounted.size(), 0, others.size());
  }

  private static Stream<ServiceEndpoints.Endpoint> endpoints(BudgetRule.Input input) {
    return input.workload().services().stream()
        .flatMap(service -> service.endpoints().stream())
        .filter(endpoint -> endpoint.ready() && endpoint.serving());
  }

  /// The load that these pods and all holders have by their samples. That of a holder is counted
  /// although it moves to the others, as their samples show it only half a minute later; when they
  /// do, the holder's own no longer has it. A holder whose use is not known counts as one at its
  /// limit.
  private static double total(BudgetRule.Input input, Set<String> carrying) {
    var known = input.workload().utilization();
    return carrying.stream().mapToDouble(name -> known.getOrDefault(name, 1.0)).sum()
        + input.lease().holders().stream()
            .mapToDouble(holder -> known.getOrDefault(holder.podName(), 1.0))
            .sum();
  }

  /// Whether there are at least as many hotter pods as free slots: they go first, once.
  private static boolean hotter(BudgetRule.Input input, double own, Set<String> carrying) {
    var threshold = input.workload().thresholds().threshold().ratio();
    var hotter =
        carrying.stream()
            .mapToDouble(name -> input.workload().utilization().getOrDefault(name, 0.0))
            .filter(use -> use > own && use > threshold)
            .count();
    var free = BudgetRule.slots(input) - input.lease().holders().size();
    return hotter >= free;
  }
}
