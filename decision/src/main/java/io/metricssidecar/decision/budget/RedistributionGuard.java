package io.metricssidecar.decision.budget;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

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
    var ready = ready(input);
    var known = input.workload().utilization();
    if (!known.keySet().containsAll(ready) || !ready.contains(input.pod().name())) {
      return Optional.of(DenialReason.PEER_DATA);
    }
    var total = total(input, ready);
    var own = known.getOrDefault(input.pod().name(), 0.0);
    var others = ready.size() - 1;
    if (others < 1) {
      return Optional.of(DenialReason.FLOOR);
    }
    var projected = total / others;
    if (projected > MAX_PROJECTED_SHARE * input.workload().thresholds().threshold().ratio()
        || own < (total - own) / others + MIN_EXCESS) {
      return Optional.of(DenialReason.NO_CAPACITY);
    }
    return input.first() && hotter(input, own, ready)
        ? Optional.of(DenialReason.HOTTER_FIRST)
        : Optional.empty();
  }

  /// Projected mean utilization of the other pods while this pod is shed; empty where it is not
  /// known.
  public static OptionalDouble projected(BudgetRule.Input input) {
    var ready = ready(input);
    var others = ready.contains(input.pod().name()) ? ready.size() - 1 : ready.size();
    return others < 1 || !input.workload().utilization().keySet().containsAll(ready)
        ? OptionalDouble.empty()
        : OptionalDouble.of(total(input, ready) / others);
  }

  /// Names of the pods that serve and hold no slot.
  private static Set<String> ready(BudgetRule.Input input) {
    var names = new HashSet<String>();
    input.workload().services().stream()
        .flatMap(service -> service.endpoints().stream())
        .filter(endpoint -> endpoint.ready() && endpoint.serving())
        .filter(endpoint -> !input.lease().holds(endpoint.pod()))
        .forEach(endpoint -> names.add(endpoint.podName()));
    return names;
  }

  /// The load that these pods and all holders have by their samples. That of a holder is counted
  /// although it moves to the others, as their samples show it only half a minute later; when they
  /// do, the holder's own no longer has it. A holder whose use is not known counts as one at its
  /// limit.
  private static double total(BudgetRule.Input input, Set<String> ready) {
    var known = input.workload().utilization();
    return ready.stream().mapToDouble(name -> known.getOrDefault(name, 1.0)).sum()
        + input.lease().holders().stream()
            .mapToDouble(holder -> known.getOrDefault(holder.podName(), 1.0))
            .sum();
  }

  /// Whether there are at least as many hotter pods as free slots: they go first, once.
  private static boolean hotter(BudgetRule.Input input, double own, Set<String> ready) {
    var threshold = input.workload().thresholds().threshold().ratio();
    var hotter =
        ready.stream()
            .mapToDouble(name -> input.workload().utilization().getOrDefault(name, 0.0))
            .filter(use -> use > own && use > threshold)
            .count();
    var free = BudgetRule.slots(input) - input.lease().holders().size();
    return hotter >= free;
  }
}
