package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Durations;
import java.time.Duration;
import java.util.Optional;

/// Decides when the loop polls, refreshes and confirms. Times are those of a monotonic clock. For
/// one thread.
final class Schedule {
  /// Interval of the loop's tick, by which readiness follows a timer.
  static final Duration TICK = Duration.ofSeconds(1);

  /// Interval at which the objects that change rarely are read while the pod is calm. It also caps
  /// a `Retry-After`, so that a bad one cannot blind the sidecar for hours.
  private static final Duration REFRESH = Duration.ofMinutes(5);

  /// A slot is confirmed at the first tick after this time, so every 3 s also where ticks are some
  /// milliseconds early or late: then one confirmation may fail within the 8 s for which it counts
  /// unconfirmed.
  private static final Duration CONFIRM = Duration.ofMillis(2500);

  private final Duration interval;
  private Duration refreshDue;
  private Duration unknownPause = TICK;
  private Duration confirmed;
  private Duration backOff = TICK;

  /// @param interval between polls
  /// @param now when it begins
  Schedule(Duration interval, Duration now) {
    this.interval = requireNonNull(interval, "interval is null");
    this.refreshDue = requireNonNull(now, "now is null");
    this.confirmed = now.minus(CONFIRM);
  }

  /// Whether the objects that change rarely are known.
  enum Knowledge {
    /// All of them were read, and nothing in them is about to change.
    COMPLETE,
    /// Some could not be read yet, or pods are starting.
    PARTIAL
  }

  /// The wait until the next poll: the interval ±20 %, or longer where the server asks for it.
  ///
  /// @param draw between 0 and 1
  /// @param retryAfter the server's `Retry-After`; empty without one
  Duration calmPause(double draw, Optional<Duration> retryAfter) {
    var spread = 0.8 + 0.4 * draw;
    return Durations.max(
        Duration.ofMillis((long) (interval.toMillis() * spread)), asked(retryAfter));
  }

  /// The wait before the first sample, while rights and metrics of a new pod are still missing: a
  /// back-off that starts at a second and ends at the interval.
  Duration firstSamplePause(double draw, Optional<Duration> retryAfter) {
    if (backOff.compareTo(interval) >= 0) {
      return calmPause(draw, retryAfter);
    }
    var wait = backOff;
    backOff = backOff.multipliedBy(2);
    return Durations.max(wait, asked(retryAfter));
  }

  /// Whether the objects that change rarely are due to be read.
  boolean refreshDue(Duration now) {
    return now.compareTo(refreshDue) >= 0;
  }

  /// They were read: the next time is in five minutes, or, where something is missing, after a
  /// pause that doubles.
  void refreshed(Duration now, Knowledge knowledge) {
    unknownPause =
        switch (knowledge) {
          case COMPLETE -> TICK;
          case PARTIAL -> Durations.min(unknownPause.multipliedBy(2), REFRESH);
        };
    refreshDue =
        now.plus(
            switch (knowledge) {
              case COMPLETE -> REFRESH;
              case PARTIAL -> unknownPause;
            });
  }

  /// Whether the slot is due to be confirmed.
  boolean confirmDue(Duration now) {
    return now.minus(confirmed).compareTo(CONFIRM) >= 0;
  }

  /// A confirmation was started.
  void confirming(Duration now) {
    confirmed = now;
  }

  private static Duration asked(Optional<Duration> retryAfter) {
    return Durations.min(retryAfter.orElse(Duration.ZERO), REFRESH);
  }
}
