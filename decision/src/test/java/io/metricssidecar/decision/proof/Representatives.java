package io.metricssidecar.decision.proof;

import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.decision.overload.OverloadConfig;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.OverloadState.LastSample;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.overload.Pressure.Level;
import io.metricssidecar.decision.overload.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One state for each way in which the comparisons inside the state machine can come out: every
/// deadline due and not due, every counter just below and at its limit, every level of sample.
final class Representatives {
  static final Duration NOW = Duration.ofHours(10);
  static final OverloadConfig CONFIG =
      OverloadConfig.of(SidecarSettings.read(SettingsSource.annotations(Map.of())).value());
  private static final Duration LATER = NOW.plusSeconds(5);
  private static final int ATTEMPTS = 7;

  private Representatives() {}

  static Stream<OverloadState> all() {
    var phases = phases();
    return memories().flatMap(memory -> phases.stream().map(phase -> in(memory, phase)));
  }

  private static OverloadState in(OverloadState memory, Phase phase) {
    return new OverloadState(phase, memory.sample(), memory.mainStarted(), memory.history());
  }

  /// All but the phase.
  private static Stream<OverloadState> memories() {
    var all = new ArrayList<OverloadState>();
    for (var arrived : arrivals()) {
      for (var started : List.of(NOW, NOW.minus(CONFIG.warmUp()))) {
        for (var sheds : List.of(0, 1, 9)) {
          for (var calm : List.of(NOW, NOW.minus(CONFIG.maxShed()))) {
            for (var notBefore : List.of(NOW, LATER)) {
              all.add(
                  new OverloadState(
                      new Phase.Warmup(),
                      arrived.sample(),
                      started,
                      new OverloadState.History(sheds, calm, notBefore, ATTEMPTS)));
            }
          }
        }
      }
    }
    return all.stream();
  }

  private record Arrival(@Nullable Duration time) {
    @Nullable LastSample sample() {
      return time == null ? null : new LastSample(new Pressure(1.2, Level.HIGH), time);
    }
  }

  /// Never, now, stale, and stale even for one who adds the most jitter.
  private static List<Arrival> arrivals() {
    var stale = NOW.minus(CONFIG.stale());
    return List.of(
        new Arrival(null),
        new Arrival(NOW),
        new Arrival(stale),
        new Arrival(stale.minus(CONFIG.returnJitter())));
  }

  private static List<Phase> phases() {
    var all =
        new ArrayList<Phase>(
            List.of(
                new Phase.Warmup(),
                new Phase.Active(0),
                new Phase.Active(CONFIG.hotSamples() - 1),
                new Phase.Unknown(),
                new Phase.Disabled(Reason.NO_LIMIT),
                new Phase.Disabled(Reason.TERMINATING),
                new Phase.Disabled(Reason.INVALID_CONFIG)));
    for (var due : List.of(NOW, LATER)) {
      all.add(new Phase.Cooldown(due));
      all.add(new Phase.Hot(ATTEMPTS, false, due));
      all.add(new Phase.Hot(ATTEMPTS, true, due));
      all.add(new Phase.Recovering(NOW, 0, due));
      all.add(new Phase.Recovering(NOW, 9, due));
      all.addAll(shedding(due));
    }
    return all;
  }

  private static List<Phase> shedding(Duration latest) {
    var all = new ArrayList<Phase>();
    for (var since : List.of(NOW, NOW.minus(CONFIG.settle()))) {
      for (var earliest : List.of(NOW, LATER)) {
        for (var jitter : List.of(Duration.ZERO, CONFIG.returnJitter())) {
          for (var cool : List.of(0, CONFIG.recoverySamples() - 1)) {
            for (var judged : List.of(0, 1, 2)) {
              all.add(new Phase.Shedding(since, earliest, latest, jitter, 1.2, cool, judged));
            }
          }
        }
      }
    }
    return all;
  }
}
