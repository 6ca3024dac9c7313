package io.metricssidecar.sidecar.proof;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Follows a trace step by step.
final class Replay {
  private Replay() {}

  /// The invariant that is broken on the way, if any. A step that the protocol does not offer is
  /// left out.
  static Optional<String> of(Protocol protocol, Size size, List<String> trace) {
    var world = protocol.initial();
    for (var step : trace) {
      var offered = new HashMap<String, Long>();
      protocol.next(world, (next, move, pod) -> offered.put(Explorer.words(next, move, pod), next));
      world = offered.getOrDefault(step, world);
      var broken = Invariants.broken(world, size);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }
}
