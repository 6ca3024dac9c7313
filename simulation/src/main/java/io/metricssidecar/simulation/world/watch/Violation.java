package io.metricssidecar.simulation.world.watch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/// One invariant that did not hold. Of each invariant a run reports the first alone.
///
/// @param invariant that did not hold
/// @param at when
/// @param what happened, with its numbers
/// @param timeline the last events before it, oldest first
public record Violation(Invariant invariant, Duration at, String what, List<String> timeline) {
  public Violation {
    requireNonNull(invariant, "invariant is null");
    requireNonNull(at, "at is null");
    requireNonNull(what, "what is null");
    timeline = List.copyOf(timeline);
  }

  /// The same without the events before it.
  public Violation withoutTimeline() {
    return new Violation(invariant, at, what, List.of());
  }

  /// All of it for people, on several lines.
  public String text() {
    return "%s s: %s (%s): %s%n  %s"
        .formatted(
            at.toMillis() / 1000.0,
            invariant,
            invariant.sentence(),
            what,
            String.join("\n  ", timeline));
  }
}
