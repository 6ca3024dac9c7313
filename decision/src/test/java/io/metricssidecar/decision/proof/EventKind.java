package io.metricssidecar.decision.proof;

import static java.util.stream.Collectors.joining;

import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.Event.Denied.Retry;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Pressure.Level;
import io.metricssidecar.decision.overload.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Every kind of event that the state machine can meet.
enum EventKind {
  TIME,
  SAMPLE_LOW,
  SAMPLE_MID,
  SAMPLE_HIGH,
  SAMPLE_CRITICAL,
  MAIN_STARTED,
  MAIN_NOT_READY,
  NO_LIMIT,
  TERMINATE,
  GRANTED,
  /// The grant of a request that is not the last.
  GRANTED_EARLIER,
  DENIED,
  /// The denial of a request that is not the last.
  DENIED_EARLIER,
  HELD,
  LOST,
  READY_AGAIN,
  NOT_YET,
  RELEASED;

  /// What comes from outside whenever it likes; the rest are answers.
  static final List<EventKind> UNASKED =
      Arrays.stream(values()).filter(eventKind -> eventKind.compareTo(GRANTED) < 0).toList();

  /// The events of this kind that can meet a state at a time.
  List<Event> events(OverloadState state, Duration now) {
    return switch (this) {
      case TIME -> List.of(new Event.Tick(now));
      case SAMPLE_LOW -> sample(now, -0.5, Level.LOW);
      case SAMPLE_MID -> sample(now, 0.5, Level.MID);
      case SAMPLE_HIGH -> sample(now, 1.2, Level.HIGH);
      case SAMPLE_CRITICAL -> sample(now, 2, Level.CRITICAL);
      case MAIN_STARTED ->
          List.of(
              new Event.MainStarted(now, now), new Event.MainStarted(now, now.minusSeconds(9_999)));
      case MAIN_NOT_READY -> List.of(new Event.MainNotReady(now));
      case NO_LIMIT -> List.of(new Event.NoLimit(now));
      case TERMINATE -> List.of(new Event.Terminate(now));
      case GRANTED -> attempts(state).stream().<Event>map(n -> new Event.Granted(now, n)).toList();
      case GRANTED_EARLIER -> List.of(new Event.Granted(now, state.history().attempts() - 1));
      case DENIED ->
          attempts(state).stream()
              .flatMap(
                  n ->
                      Arrays.stream(Retry.values())
                          .<Event>map(retry -> new Event.Denied(now, n, retry)))
              .toList();
      case DENIED_EARLIER ->
          Arrays.stream(Retry.values())
              .<Event>map(retry -> new Event.Denied(now, state.history().attempts() - 1, retry))
              .toList();
      case HELD -> List.of(new Event.Held(now));
      case LOST -> List.of(new Event.Lost(now, Reason.BUDGET_LOST));
      case READY_AGAIN -> List.of(new Event.ReadyAgain(now));
      case NOT_YET -> List.of(new Event.NotYet(now));
      case RELEASED -> List.of(new Event.Released(now));
    };
  }

  private static List<Event> sample(Duration now, double value, Level level) {
    return List.of(new Event.Fresh(now, new Pressure(value, level)));
  }

  /// A state that awaits a result meets that of its own request; the others may have lost count.
  private static List<Integer> attempts(OverloadState state) {
    return state.phase() instanceof Phase.Hot hot && hot.awaiting()
        ? List.of(hot.attempt())
        : List.of(state.history().attempts(), state.history().attempts() - 1);
  }

  /// For traces: `sample low`.
  String words() {
    return Arrays.stream(name().toLowerCase(Locale.ROOT).split("_", -1)).collect(joining(" "));
  }
}
