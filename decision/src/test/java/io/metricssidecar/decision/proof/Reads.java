package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.proof.Decisions.Kind;
import java.util.Optional;
import java.util.Set;

/// What slot requests read of the fleet, and what then has to be true of the world at each moment
/// at which a pod is shed. What such a promise has to remember is one note for each pod
/// ([Pod#noted]), beside the protocol, which neither reads nor writes it.
interface Reads {
  /// What the rule can say to a pod that reads now.
  Set<Kind> kinds(int pod, World world);

  /// A pod stopped to serve, for a reason that is not ours.
  default void stopped(World world) {}

  /// Whether the samples of the pods matter.
  default boolean samples() {
    return false;
  }

  /// The samples of all pods are taken, at one moment.
  default void sample(World world) {}

  /// Drops the notes that can no longer have an effect.
  default void tidy(World world) {}

  /// The promise that is broken by the world in which a pod has just been shed, if any.
  ///
  /// @param before the world before that
  default Optional<String> broken(long before, long now, int pod) {
    return Optional.empty();
  }

  /// Requests read any fleet, true or not. Nothing is promised of the world but the budget.
  static Reads any(Decisions decisions) {
    return (pod, world) ->
        decisions.on(pod, world.holders(), !Pod.unsettled(world.pod(pod))).kinds();
  }
}
