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
  private static final Duration RETRY = Duration.ofSeconds(1);

  /// Races lost in a row that are counted: by then the wait is as long as after any denial.
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
  /// wait doubles from 0.3-1 s, since in a large fleet many run it.
  private static Hot again(Hot hot, Event.Denied event, OverloadConfig config, double draw) {
    var later = OverloadPolicy.scaled(config.attempt(), 0.5 + draw);
    return switch (event.retry()) {
      case LOST_RACE -> {
        var soon = OverloadPolicy.scaled(RETRY.multipliedBy(1L << hot.lost()), 0.3 + 0.7 * draw);
        yield new Hot(
            hot.attempt(),
            false,
            event.at().plus(Durations.min(soon, later)),
            Math.min(hot.lost() + 1, MAX_LOST));
      }
      case HOTTER_FIRST ->
          new Hot(
              hot.attempt(),
              false,
              event.at().plus(OverloadPolicy.scaled(YIELD, 0.5 + 0.5 * draw)));
      case NO_SLOT -> new Hot(hot.attempt(), false, event.at().plus(later));
    };
  }
}
