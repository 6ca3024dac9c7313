package io.metricssidecar.decision.proof;

import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.BudgetRule.Input;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the shipped rule can say to one pod, whatever the fleet that it reads looks like: other
/// numbers of desired pods, other floors (a changed annotation, another version of the sidecar),
/// pods down for other reasons, readiness as it is and as it was, and any `slots` written by the
/// controller.
final class Decisions {
  private final Size size;
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
    ALREADY
  }

  Decisions(Size size, Function<Input, Decision> rule) {
    this.size = size;
    this.rule = rule;
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

  /// Whether a holder may find that its slot is beyond the budget, for some number of desired pods.
  boolean maySeeItselfTrimmed(int pod, int holders) {
    return kept.computeIfAbsent(
        new Ask(pod, holders, true),
        _ ->
            IntStream.rangeClosed(0, size.pods())
                .anyMatch(
                    desired ->
                        !BudgetRule.keepsSlot(
                            uid(pod),
                            lease(holders, null),
                            status(desired, size.pods()),
                            size.sheddingWith(size.slots()))));
  }

  private Answers ask(Ask ask) {
    var kinds = EnumSet.noneOf(Kind.class);
    var taken = new ArrayList<Integer>();
    for (var input : inputs(ask)) {
      switch (rule.apply(input)) {
        case Decision.AlreadyHeld _ -> kinds.add(Kind.ALREADY);
        case Decision.Deny _ -> kinds.add(Kind.DENY);
        case Decision.Take(BudgetLease lease) -> {
          kinds.add(Kind.TAKE);
          taken.add(bits(lease));
        }
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
    for (var shedding : floors()) {
      for (var written : Arrays.asList(null, 0, size.slots(), 1_000)) {
        for (var desired = 0; desired <= size.pods(); desired++) {
          for (var ready = 0; ready < 1 << size.pods(); ready++) {
            all.add(
                new Input(
                    new PodIdentity("n", name(ask.pod()), uid(ask.pod()), "node"),
                    shedding,
                    fleet(desired, ready),
                    lease(ask.holders(), written),
                    ask.settled(),
                    true));
          }
        }
      }
    }
    return all;
  }

  /// The floor under proof and every higher one.
  private List<Shedding> floors() {
    return IntStream.rangeClosed(0, size.slots()).mapToObj(size::sheddingWith).toList();
  }

  private WorkloadView fleet(int desired, int ready) {
    var endpoints =
        IntStream.range(0, size.pods())
            .mapToObj(
                pod -> {
                  var isReady = ((ready >> pod) & 1) == 1;
                  return new Endpoint(uid(pod), name(pod), isReady, isReady, "z");
                })
            .toList();
    return new WorkloadView(
        status(desired, Integer.bitCount(ready)),
        List.of(new ServiceEndpoints("service", endpoints)),
        Map.of(),
        Thresholds.at(Percent.of(80)));
  }

  private static WorkloadStatus status(int desired, int ready) {
    return new WorkloadStatus(desired, ready, ready, desired, false);
  }

  private BudgetLease lease(int holders, @Nullable Integer written) {
    var held =
        IntStream.range(0, size.pods())
            .filter(pod -> ((holders >> pod) & 1) == 1)
            .mapToObj(pod -> new Holder(uid(pod), pod + 1L, name(pod)))
            .toList();
    return new BudgetLease("lease", "1", written, held);
  }

  /// The holders that a returning pod leaves behind, by the shipped function.
  int without(int pod, int holders) {
    return bits(lease(holders, null).without(uid(pod)));
  }

  private int bits(BudgetLease lease) {
    return IntStream.range(0, size.pods())
        .filter(pod -> lease.holds(uid(pod)))
        .map(pod -> 1 << pod)
        .sum();
  }

  private static String uid(int pod) {
    return "uid-" + Objects.checkIndex(pod, 8);
  }

  private static String name(int pod) {
    return "pod-" + pod;
  }
}
