package io.metricssidecar.decision.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks through every moment that a [TimedSidecar] can come to, nearest first, and stops at the
/// first that breaks an invariant.
final class TimedExplorer {
  private final TimedSidecar sidecar;
  private final Map<Moment, Integer> indexes = new HashMap<>();
  private final List<Moment> moments = new ArrayList<>();

  /// Of each moment, those from which a fair step leads to it, once for each such step.
  private final List<List<Integer>> before = new ArrayList<>();

  /// Of each moment, how many fair steps lead on.
  private final List<Integer> steps = new ArrayList<>();

  /// What came of it.
  ///
  /// @param moments that were reached
  /// @param held how many of them the slot is held in
  /// @param never moments from which fair steps need not lead to one where the slot is free
  /// @param broken the invariant that was violated, if any
  record Verdict(int moments, int held, int never, Optional<String> broken) {}

  TimedExplorer(TimedSidecar sidecar) {
    this.sidecar = sidecar;
  }

  Verdict explore() {
    reach(sidecar.initial());
    for (var index = 0; index < moments.size(); index++) {
      var from = index;
      var moment = moments.get(from);
      var broken = moment.broken();
      if (broken.isPresent()) {
        return new Verdict(moments.size(), 0, 0, broken);
      }
      sidecar.next(
          moment,
          (next, fair) -> {
            var to = reach(next);
            if (fair) {
              before.get(to).add(from);
              steps.set(from, steps.get(from) + 1);
            }
          });
    }
    var held = (int) moments.stream().filter(Moment::held).count();
    return new Verdict(moments.size(), held, moments.size() - willBeFree(), Optional.empty());
  }

  private int reach(Moment moment) {
    return indexes.computeIfAbsent(
        moment,
        _ -> {
          moments.add(moment);
          before.add(new ArrayList<>());
          steps.add(0);
          return moments.size() - 1;
        });
  }

  /// L1, backwards: good is a moment in which the slot is free, or one from which every fair step
  /// leads to a good one, and at least one does. What is left can go round for ever.
  private int willBeFree() {
    var good = new BitSet(moments.size());
    var open = new ArrayDeque<Integer>();
    for (var index = 0; index < moments.size(); index++) {
      if (!moments.get(index).held()) {
        good.set(index);
        open.add(index);
      }
    }
    while (!open.isEmpty()) {
      for (var from : before.get(open.remove())) {
        steps.set(from, steps.get(from) - 1);
        if (steps.get(from) == 0 && !good.get(from)) {
          good.set(from);
          open.add(from);
        }
      }
    }
    return good.cardinality();
  }
}
