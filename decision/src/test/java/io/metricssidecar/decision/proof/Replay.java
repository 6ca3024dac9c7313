package io.metricssidecar.decision.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Follows a trace step by step.
final class Replay {
  private Replay() {}

  /// The invariant that is broken on the way, if any. A step that the protocol does not offer is
  /// left out.
  static Optional<String> of(Protocol protocol, Size size, List<String> trace) {
    return worlds(protocol, trace).stream()
        .flatMap(world -> Invariants.broken(world, size).stream())
        .findFirst();
  }

  /// The world after each step.
  static List<Long> worlds(Protocol protocol, List<String> trace) {
    var worlds = new ArrayList<>(List.of(protocol.initial()));
    for (var step : trace) {
      var offered = new HashMap<String, Long>();
      protocol.next(
          worlds.getLast(),
          (next, move, pod) -> offered.put(Explorer.words(next, move, pod), next));
      worlds.add(offered.getOrDefault(step, worlds.getLast()));
    }
    return worlds;
  }
}
