package io.metricssidecar.decision.proof;

import java.util.Optional;

/// What must be true of every world.
final class Invariants {
  private Invariants() {}

  /// What is not. Each edit by hand may let out one pod more, until the pod whose slot was taken
  /// away has noticed.
  static Optional<String> broken(long world, Size size) {
    var shedding = 0;
    var unready = 0;
    for (var pod = 0; pod < size.pods(); pod++) {
      var state = World.pod(world, pod);
      shedding += Pod.mode(state) == Mode.SHEDDING ? 1 : 0;
      unready += Pod.unready(state) ? 1 : 0;
    }
    var most = size.slots() + World.edits(world);
    if (shedding > most) {
      return Optional.of("I1a violated: %d pods answer 400".formatted(shedding));
    }
    return unready > most
        ? Optional.of("I1b violated: %d pods have Ready=False because of us".formatted(unready))
        : Optional.empty();
  }

  /// Whether no slot is held.
  static boolean free(long world, Size size) {
    for (var pod = 0; pod < size.pods(); pod++) {
      if (Pod.held(World.pod(world, pod))) {
        return false;
      }
    }
    return true;
  }
}
