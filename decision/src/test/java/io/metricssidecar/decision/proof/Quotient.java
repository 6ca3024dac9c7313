package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Step;
import io.metricssidecar.decision.overload.Step.Effect;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The state machine without its clock: for each [Mode] and [EventKind] all that the function can
/// do, found by asking it about every one of [Representatives].
///
/// This is an existential quotient: a mode stands for many states, and it can do what any of them
/// can. Deadlines are kept as due or not due, so each timer may fire at any moment that its own
/// order allows; counters are kept at the values on which a comparison turns. What never happens in
/// the quotient never happens in the machine; a path that exists in the quotient need not exist in
/// the machine. That every step of the machine is in the quotient is the business of
/// `QuotientTest`.
@SuppressWarnings("EnumOrdinal") // indexes into a table of all constants
final class Quotient {
  /// By mode, then by eventKind.
  private final List<List<List<Outcome>>> table;

  /// What a eventKind leads to.
  ///
  /// @param mode afterwards
  /// @param asks what has to be done about it
  record Outcome(Mode mode, Asks asks) implements Comparable<Outcome> {
    static Outcome of(Step step) {
      return new Outcome(Mode.of(step.state().phase()), Asks.of(step.effects()));
    }

    @Override
    public int compareTo(Outcome other) {
      return mode == other.mode ? asks.compareTo(other.asks) : mode.compareTo(other.mode);
    }
  }

  /// The effect of a step.
  enum Asks {
    NOTHING,
    SLOT,
    READINESS,
    RELEASE;

    static Asks of(List<Effect> effects) {
      if (effects.size() > 1) {
        throw new IllegalStateException("the model knows one effect at a time: " + effects);
      }
      return effects.isEmpty()
          ? NOTHING
          : switch (effects.getFirst()) {
            case Effect.Acquire _ -> SLOT;
            case Effect.CheckReady _ -> READINESS;
            case Effect.Release _ -> RELEASE;
          };
    }
  }

  Quotient(Transition transition) {
    var found =
        Arrays.stream(Mode.values())
            .map(_ -> Arrays.stream(EventKind.values()).map(_ -> new TreeSet<Outcome>()).toList())
            .toList();
    Representatives.all()
        .forEach(
            state -> {
              var row = found.get(Mode.of(state.phase()).ordinal());
              for (var eventKind : EventKind.values()) {
                row.get(eventKind.ordinal()).addAll(outcomes(transition, state, eventKind));
              }
            });
    table = found.stream().map(row -> row.stream().map(List::copyOf).toList()).toList();
  }

  private static Set<Outcome> outcomes(
      Transition transition, OverloadState state, EventKind eventKind) {
    var outcomes = new TreeSet<Outcome>();
    for (var event : eventKind.events(state, Representatives.NOW)) {
      for (var draw : Arrays.asList(0.0, 0.5, 0.999)) {
        outcomes.add(Outcome.of(transition.next(state, event, Representatives.CONFIG, draw)));
      }
    }
    return outcomes;
  }

  /// All that a eventKind can do to a sidecar in a mode.
  List<Outcome> on(Mode mode, EventKind eventKind) {
    return table.get(mode.ordinal()).get(eventKind.ordinal());
  }
}
