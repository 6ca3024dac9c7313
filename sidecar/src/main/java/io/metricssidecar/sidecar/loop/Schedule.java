package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/// When the loop asks for what. Times are those of a monotonic clock. For one thread.
final class Schedule {
  /// Readiness follows a timer by at most this much.
  static final Duration TICK = Duration.ofSeconds(1);

  /// What changes rarely is read again this often while the pod is calm; and a server that asks to
  /// be left alone gets no more than that, for nobody blinds us for hours.
  private static final Duration REFRESH = Duration.ofMinutes(5);

  /// Leave is confirmed this often while it is used: well within the time that it counts
  /// unconfirmed.
  private static final Duration CONFIRM = Duration.ofSeconds(3);

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

  /// What is known of what changes rarely.
  enum Knowledge {
    /// All of it.
    COMPLETE,
    /// Some of it could not be read yet.
    PARTIAL
  }

  /// How long until the next poll: the interval ±20 %, or longer where the server asks for it.
  ///
  /// @param draw between 0 and 1
  /// @param retryAfter as the server asked; empty where it did not
  Duration calmPause(double draw, Optional<Duration> retryAfter) {
    var spread = 0.8 + 0.4 * draw;
    return max(Duration.ofMillis((long) (interval.toMillis() * spread)), asked(retryAfter));
  }

  /// The same at birth, while rights and first samples are on their way: a back-off that starts at
  /// a second and ends at the interval.
  Duration newbornPause(double draw, Optional<Duration> retryAfter) {
    if (backOff.compareTo(interval) >= 0) {
      return calmPause(draw, retryAfter);
    }
    var wait = backOff;
    backOff = backOff.multipliedBy(2);
    return max(wait, asked(retryAfter));
  }

  /// Whether what changes rarely has to be read.
  boolean refreshDue(Duration now) {
    return now.compareTo(refreshDue) >= 0;
  }

  /// It was read: again in five minutes, or, where something is missing, after ever longer pauses.
  void refreshed(Duration now, Knowledge knowledge) {
    unknownPause =
        switch (knowledge) {
          case COMPLETE -> TICK;
          case PARTIAL -> min(unknownPause.multipliedBy(2), REFRESH);
        };
    refreshDue =
        now.plus(
            switch (knowledge) {
              case COMPLETE -> REFRESH;
              case PARTIAL -> unknownPause;
            });
  }

  /// Whether leave has to be confirmed.
  boolean confirmDue(Duration now) {
    return now.minus(confirmed).compareTo(CONFIRM) >= 0;
  }

  /// A confirmation is under way.
  void confirming(Duration now) {
    confirmed = now;
  }

  private static Duration asked(Optional<Duration> retryAfter) {
    return min(retryAfter.orElse(Duration.ZERO), REFRESH);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
