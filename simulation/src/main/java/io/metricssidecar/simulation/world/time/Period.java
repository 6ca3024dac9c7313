package io.metricssidecar.simulation.world.time;

import java.time.Duration;
import java.util.List;

/// A part of a run.
///
/// @param from its begin
/// @param to its end, not included
public record Period(Duration from, Duration to) {
  /// @throws IllegalArgumentException if it ends before it begins
  public Period {
    if (to.compareTo(from) < 0) {
      throw new IllegalArgumentException(
          "a period ends before it begins: %s, %s".formatted(from, to));
    }
  }

  /// A period by its begin and length, in seconds.
  public static Period seconds(long from, long length) {
    return new Period(Duration.ofSeconds(from), Duration.ofSeconds(from + length));
  }

  /// Whether a time is in the period.
  public boolean contains(Duration time) {
    return time.compareTo(from) >= 0 && time.compareTo(to) < 0;
  }

  /// Whether a time is in one of several periods.
  public static boolean within(List<Period> periods, Duration time) {
    for (var period : periods) {
      if (period.contains(time)) {
        return true;
      }
    }
    return false;
  }
}
