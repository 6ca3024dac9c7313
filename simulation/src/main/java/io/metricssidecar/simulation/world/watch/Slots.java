package io.metricssidecar.simulation.world.watch;

import java.time.Duration;
import java.util.ArrayDeque;

/// The number of slots that may be in use at an instant. After a scale-down it falls at once, and
/// the holders have some time to return; while the API server does not answer they cannot, since
/// nobody can tell them and no status of theirs arrives.
final class Slots {
  /// From a scale-down until the last holder is Ready again: it learns of it within 20 s, the
  /// kubelet probes it, and its status is pushed.
  private static final Duration RETURN = Duration.ofSeconds(60);

  private final ArrayDeque<Former> formers = new ArrayDeque<>();
  private Duration asked = Duration.ZERO;
  private int current;

  /// A number that was more, and until when it still counts.
  private record Former(Duration until, int slots) {}

  /// @param slots at the begin
  Slots(int slots) {
    current = slots;
  }

  /// The slots that may be in use now.
  ///
  /// @param slots by the desired pods of this moment
  /// @param apiUp whether the API server answers
  int allowed(int slots, boolean apiUp, Duration now) {
    var passed = now.minus(asked);
    asked = now;
    if (slots != current) {
      formers.addLast(new Former(now.plus(RETURN), current));
      current = slots;
    }
    if (!apiUp) {
      for (var left = formers.size(); left > 0; left--) {
        var former = formers.removeFirst();
        formers.addLast(new Former(former.until().plus(passed), former.slots()));
      }
    }
    if (formers.isEmpty()) {
      return slots;
    }
    formers.removeIf(former -> former.until().compareTo(now) < 0);
    return Math.max(slots, formers.stream().mapToInt(Former::slots).max().orElse(0));
  }
}
