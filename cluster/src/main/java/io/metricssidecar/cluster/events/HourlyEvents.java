package io.metricssidecar.cluster.events;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// A writer of Events that writes the same occurrence about once an hour, which is the lifetime of
/// an Event, however often it is seen. For one thread, which it may block.
public final class HourlyEvents {
  /// Time after which the same occurrence is written again: the API server's default lifetime of
  /// Events (`--event-ttl`) and a little more, as it removes them up to a minute late and refuses a
  /// second one of the same name until then.
  static final Duration REPEATED_AFTER = Duration.ofMinutes(65);

  /// Occurrences that are remembered at most; beyond that number none is written.
  static final int MAX_REMEMBERED = 10_000;

  /// Digits of a hash that tells occurrences apart, whose own texts may have any length.
  private static final int DIGITS = 32;

  private final EventRecorder recorder;
  private final InstantSource clock;
  private final Map<String, Instant> written = new HashMap<>();

  /// @param recorder of Events
  /// @param clock wall clock
  public HourlyEvents(EventRecorder recorder, InstantSource clock) {
    this.recorder = requireNonNull(recorder, "recorder is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Writes an Event, unless its occurrence was written a short time ago.
  public void record(EventDraft draft) {
    var occurrence = Names.hash(draft.occurrence(), DIGITS);
    if (written.size() < MAX_REMEMBERED
        && written.putIfAbsent(occurrence, clock.instant()) == null) {
      recorder.record(draft);
    }
  }

  /// Forgets the occurrences that may be written again, and the objects without recent Events.
  public void forgetOld() {
    var now = clock.instant();
    written.values().removeIf(when -> !now.isBefore(when.plus(REPEATED_AFTER)));
    recorder.forgetIdle();
  }
}
