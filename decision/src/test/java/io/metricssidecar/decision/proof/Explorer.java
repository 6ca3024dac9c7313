package io.metricssidecar.decision.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Walks through every world that can be reached, nearest first, and stops at the first that an
/// invariant forbids.
final class Explorer {
  private final Size size;
  private final Supplier<Protocol> protocols;
  private final Protocol protocol;
  private final Names names;
  private final Visited visited = new Visited();
  private long moves;

  /// Whether worlds that differ in the names of their pods alone count as one.
  enum Names {
    INTERCHANGEABLE,
    /// For traces, in which a pod keeps its name.
    KEPT
  }

  /// What came of it.
  ///
  /// @param worlds that were reached
  /// @param moves between them
  /// @param stuck worlds from which no path without a fault leads to one where no slot is held
  /// @param broken the invariant that was violated, if any
  /// @param trace the shortest way there; empty unless names were kept
  record Verdict(
      int worlds,
      long moves,
      int stuck,
      Optional<String> broken,
      List<String> trace,
      Duration took) {
    @Override
    public String toString() {
      return "%,11d states %,13d moves %6.1f s  %s"
          .formatted(
              worlds,
              moves,
              took.toMillis() / 1000.0,
              broken.orElse(
                  stuck == 0 ? "holds, L1 too" : "L1 violated in %,d states".formatted(stuck)));
    }
  }

  Explorer(Size size, Supplier<Protocol> protocols, Names names) {
    this.size = size;
    this.protocols = protocols;
    this.names = names;
    protocol = protocols.get();
  }

  Verdict explore() {
    var begin = System.nanoTime();
    visited.add(named(protocol.initial()));
    for (var index = 0; index < visited.size(); index++) {
      var world = visited.get(index);
      var broken = Invariants.broken(world, size);
      if (broken.isPresent()) {
        return new Verdict(visited.size(), moves, 0, broken, trace(world), since(begin));
      }
      var found = new Found();
      protocol.next(
          world,
          (next, _, pod) -> {
            moves++;
            visited.add(named(next));
            found.look(world, next, pod);
          });
      if (found.broken.isPresent()) {
        return new Verdict(visited.size(), moves, 0, found.broken, trace(found.end), since(begin));
      }
    }
    var stuck = stuck();
    return new Verdict(visited.size(), moves, stuck, Optional.empty(), List.of(), since(begin));
  }

  /// The first move from a world that breaks a promise.
  private final class Found {
    private Optional<String> broken = Optional.empty();
    private long end;

    void look(long from, long to, int pod) {
      if (broken.isEmpty()) {
        broken = protocol.broken(from, to, pod);
        end = to;
      }
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private long named(long world) {
    return names == Names.KEPT ? world : World.sorted(world, size.pods());
  }

  /// L1, backwards: good is a world without holders, or one from which a good one is one move
  /// without a fault away. A world is reached with every fault that the adversary has; the way back
  /// is not helped by any: that its pod is deleted gives no slot back.
  private int stuck() {
    var good = new BitSet(visited.size());
    for (var index = 0; index < visited.size(); index++) {
      good.set(index, Invariants.free(visited.get(index), size));
    }
    var before = -1;
    while (before != good.cardinality()) {
      before = good.cardinality();
      for (var index = visited.size() - 1; index >= 0; index--) {
        if (!good.get(index)) {
          spread(index, good);
        }
      }
    }
    var stuck = 0;
    for (var index = 0; index < visited.size(); index++) {
      stuck += good.get(index) ? 0 : 1;
    }
    return stuck;
  }

  private void spread(int index, BitSet good) {
    protocol.next(
        visited.get(index),
        (next, move, _) -> {
          if (move.withoutFaults() && good.get(visited.index(named(next)))) {
            good.set(index);
          }
        });
  }

  /// The way to a world, found by walking again and remembering where from.
  private List<String> trace(long end) {
    if (names != Names.KEPT) {
      return List.of();
    }
    var again = new Visited();
    var from = new ArrayList<Long>();
    var walker = protocols.get();
    again.add(walker.initial());
    from.add(-1L);
    for (var index = 0; again.index(end) < 0; index++) {
      var world = again.get(index);
      walker.next(
          world,
          (next, _, _) -> {
            if (again.add(next)) {
              from.add(world);
            }
          });
    }
    var steps = new ArrayList<String>();
    for (var world = end; from.get(again.index(world)) >= 0; world = from.get(again.index(world))) {
      steps.add(step(walker, from.get(again.index(world)), world));
    }
    Collections.reverse(steps);
    return steps;
  }

  private static String step(Protocol walker, long from, long to) {
    var found = new ArrayList<String>();
    walker.next(
        from,
        (next, move, pod) -> {
          if (next == to) {
            found.add(words(next, move, pod));
          }
        });
    return found.getFirst();
  }

  /// A move as a line of text; together with the world before, it says which world comes after.
  static String words(long next, Move move, int pod) {
    return "pod %d: %s -> %s".formatted(pod + 1, move.words(), Pod.words(World.pod(next, pod)));
  }
}
