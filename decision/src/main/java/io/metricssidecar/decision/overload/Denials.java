package io.metricssidecar.decision.overload;

import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.decision.overload.Phase.Active;
import io.metricssidecar.decision.overload.Phase.Cooldown;
import io.metricssidecar.decision.overload.Phase.Disabled;
import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Phase.Shedding;
import io.metricssidecar.decision.overload.Phase.Unknown;
import io.metricssidecar.decision.overload.Phase.Warmup;
import java.time.Duration;

/// The steps of the state machine on a denied slot request.
final class Denials {
  /// The longest first wait after a race that was lost.
  private static final Duration RACE = Duration.ofSeconds(1);

  /// The longest first wait after a read that failed; an API server that has too much to do asks
  /// for a second.
  private static final Duration FAILURE = Duration.ofSeconds(2);

  /// Requests in a row without a result that are counted: by then the wait is as long as after any
  /// denial.
  private static final int MAX_LOST = 5;

  /// The longest wait for hotter pods. They see the same overload in a sample of the same time.
  private static final Duration YIELD = Duration.ofSeconds(4);

  private Denials() {}

  static Step next(OverloadState state, Event.Denied event, OverloadConfig config, double draw) {
    return switch (state.phase()) {
      case Hot hot when hot.attempt() == event.attempt() ->
          Step.to(state.with(again(hot, event, config, draw)), Reason.REFUSED);
      case Hot _, Warmup _, Active _, Unknown _, Shedding _, Recovering _, Cooldown _, Disabled _ ->
          Step.stay(state);
    };
  }

  /// A race that was lost is run again at once, as compare-and-swap decides it and no delay; the
  /// wait doubles from 0.3-1 s, since in a large fleet many run it. Where a read failed it doubles
  /// from 1-2 s: a slot request is many reads, of which a bad network or a busy API server fails
  /// some.
  private static Hot again(Hot hot, Event.Denied event, OverloadConfig config, double draw) {
    var later = OverloadPolicy.scaled(config.attempt(), 0.5 + draw);
    return switch (event.retry()) {
      case LOST_RACE -> soon(hot, event, RACE, 0.3 + 0.7 * draw, later);
      case FAILED -> soon(hot, event, FAILURE, 0.5 + 0.5 * draw, later);
      case HOTTER_FIRST ->
          new Hot(
              hot.attempt(),
              false,
              event.at().plus(OverloadPolicy.scaled(YIELD, 0.5 + 0.5 * draw)));
      case NO_SLOT -> new Hot(hot.attempt(), false, event.at().plus(later));
    };
  }

  private static Hot soon(
      Hot hot, Event.Denied event, Duration first, double factor, Duration later) {
    var soon = OverloadPolicy.scaled(first.multipliedBy(1L << hot.lost()), factor);
    return new Hot(
        hot.attempt(),
        false,
        event.at().plus(Durations.min(soon, later)),
        Math.min(hot.lost() + 1, MAX_LOST));
  }
}
