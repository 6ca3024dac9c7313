package io.metricssidecar.decision.proof;

import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.BudgetRule.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What the shipped rule can say to one pod, whatever the fleet that it reads looks like: other
/// numbers of desired pods, other floors (a changed annotation, another version of the sidecar),
/// pods down for other reasons, readiness as it is and as it was, and any `slots` written by the
/// controller.
final class Decisions {
  private final Size size;
  private final Inputs inputs;
  private final Function<Input, Decision> rule;
  private final Map<Ask, Answers> known = new HashMap<>();
  private final Map<Ask, Boolean> kept = new HashMap<>();
  private final int[] fast;
  private final List<Answers> answers = new ArrayList<>();

  /// One pod and the Lease that it reads.
  private record Ask(int pod, int holders, boolean settled) {}

  /// @param kinds of decisions that are possible
  /// @param taken the holders of every Take
  record Answers(Set<Kind> kinds, int taken) {}

  /// A decision without its contents.
  enum Kind {
    TAKE,
    DENY,
    ALREADY;

    static Kind of(Decision decision) {
      return switch (decision) {
        case Decision.Take _ -> TAKE;
        case Decision.Deny _ -> DENY;
        case Decision.AlreadyHeld _ -> ALREADY;
      };
    }
  }

  Decisions(Size size, Function<Input, Decision> rule) {
    this.size = size;
    this.rule = rule;
    inputs = new Inputs(size);
    fast = new int[8 << size.pods()];
    Arrays.fill(fast, -1);
  }

  /// @param holders as bits
  Answers on(int pod, int holders, boolean settled) {
    var place = (((pod << 1) | (settled ? 1 : 0)) << size.pods()) | holders;
    if (fast[place] < 0) {
      fast[place] = answers.size();
      answers.add(known.computeIfAbsent(new Ask(pod, holders, settled), this::ask));
    }
    return answers.get(fast[place]);
  }

  /// What the rule can say to a pod that reads one fleet, of as many pods as are desired.
  ///
  /// @param ready pods as bits
  /// @param utilization of the pods by name
  Set<Kind> on(
      int pod,
      int holders,
      boolean settled,
      ShedGuard guard,
      int ready,
      Map<String, Double> utilization) {
    var kinds = EnumSet.noneOf(Kind.class);
    var workload = inputs.workload(size.pods(), ready, utilization);
    for (var shedding : floors(guard)) {
      for (var written : Arrays.asList(null, 0, size.slots(), 1_000)) {
        for (var first : List.of(true, false)) {
          var lease = inputs.lease(holders, written);
          var input = new Input(Inputs.identity(pod), shedding, workload, lease, settled, first);
          kinds.add(Kind.of(rule.apply(input)));
        }
      }
    }
    return kinds;
  }

  /// Whether a holder may find that its slot is beyond the budget, for some number of desired pods.
  boolean maySeeItselfTrimmed(int pod, int holders) {
    return kept.computeIfAbsent(
        new Ask(pod, holders, true),
        _ ->
            IntStream.rangeClosed(0, size.pods())
                .anyMatch(
                    desired ->
                        !BudgetRule.keepsSlot(
                            Inputs.uid(pod),
                            inputs.lease(holders, null),
                            Inputs.status(desired, size.pods()),
                            size.sheddingWith(size.slots()))));
  }

  private Answers ask(Ask ask) {
    var kinds = EnumSet.noneOf(Kind.class);
    var taken = new ArrayList<Integer>();
    for (var input : inputs(ask)) {
      var decision = rule.apply(input);
      kinds.add(Kind.of(decision));
      if (decision instanceof Decision.Take(BudgetLease lease)) {
        taken.add(inputs.bits(lease));
      }
    }
    var same = taken.stream().distinct().toList();
    if (same.size() > 1) {
      throw new IllegalStateException("one input, several Leases to write: " + same);
    }
    return new Answers(kinds, same.isEmpty() ? 0 : same.getFirst());
  }

  private List<Input> inputs(Ask ask) {
    var all = new ArrayList<Input>();
    for (var shedding : floors(ShedGuard.OFF)) {
      for (var written : Arrays.asList(null, 0, size.slots(), 1_000)) {
        for (var desired = 0; desired <= size.pods(); desired++) {
          for (var ready = 0; ready < 1 << size.pods(); ready++) {
            all.add(
                new Input(
                    Inputs.identity(ask.pod()),
                    shedding,
                    inputs.workload(desired, ready, Map.of()),
                    inputs.lease(ask.holders(), written),
                    ask.settled(),
                    true));
          }
        }
      }
    }
    return all;
  }

  /// The floor under proof and every higher one.
  private List<Shedding> floors(ShedGuard guard) {
    return IntStream.rangeClosed(0, size.slots())
        .mapToObj(slots -> size.sheddingWith(slots, guard))
        .toList();
  }

  /// The holders that a returning pod leaves behind, by the shipped function.
  int without(int pod, int holders) {
    return inputs.bits(inputs.lease(holders, null).without(Inputs.uid(pod)));
  }
}
