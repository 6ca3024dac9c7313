package io.metricssidecar.decision.budget;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// The no-harm rule: a pod leaves only if the others can carry what it gives up, and only if it is
/// far above them. *Mean high → more pods are needed; one pod far above its peers → shed it.*
public final class RedistributionGuard {
  /// Others that carry the load must stay this far below the threshold: 70 % at 80 %.
  private static final double SAFE = 0.875;

  /// How far above the others, in shares of the limit, the pod must be.
  private static final double APART = 0.15;

  private RedistributionGuard() {}

  /// Why the guard objects; empty where it does not.
  static Optional<DenialReason> objection(Question question) {
    var ready = new HashSet<String>();
    question.fleet().services().stream()
        .flatMap(service -> service.endpoints().stream())
        .filter(endpoint -> endpoint.ready() && endpoint.serving())
        .filter(endpoint -> !question.lease().holds(endpoint.pod()))
        .forEach(endpoint -> ready.add(endpoint.podName()));
    var known = question.fleet().utilization();
    if (!known.keySet().containsAll(ready) || !ready.contains(question.pod().name())) {
      return Optional.of(DenialReason.PEER_DATA);
    }
    var total = ready.stream().mapToDouble(name -> known.getOrDefault(name, 1.0)).sum();
    var own = known.getOrDefault(question.pod().name(), 0.0);
    var others = ready.size() - 1;
    if (others < 1) {
      return Optional.of(DenialReason.FLOOR);
    }
    var projected = total / others;
    if (projected > SAFE * question.fleet().mark().threshold().ratio()
        || own < (total - own) / others + APART) {
      return Optional.of(DenialReason.NO_CAPACITY);
    }
    return question.first() && hotter(question, own, ready)
        ? Optional.of(DenialReason.HOTTER_FIRST)
        : Optional.empty();
  }

  /// What the others would use on average without this pod; empty where it cannot be said.
  public static OptionalDouble projected(Question question) {
    var known = question.fleet().utilization();
    var names =
        question.fleet().services().stream()
            .flatMap(service -> service.endpoints().stream())
            .filter(endpoint -> endpoint.ready() && !question.lease().holds(endpoint.pod()))
            .map(Endpoint::podName)
            .distinct()
            .toList();
    if (names.size() < 2 || !known.keySet().containsAll(names)) {
      return OptionalDouble.empty();
    }
    var total = names.stream().mapToDouble(name -> known.getOrDefault(name, 0.0)).sum();
    return OptionalDouble.of(total / (names.size() - 1));
  }

  /// Whether as many hotter pods as there are free slots would ask too: they go first, once.
  private static boolean hotter(Question question, double own, Set<String> ready) {
    var threshold = question.fleet().mark().threshold().ratio();
    var hotter =
        ready.stream()
            .mapToDouble(name -> question.fleet().utilization().getOrDefault(name, 0.0))
            .filter(use -> use > own && use > threshold)
            .count();
    var free = BudgetRule.slots(question) - question.lease().holders().size();
    return hotter >= free;
  }
}
