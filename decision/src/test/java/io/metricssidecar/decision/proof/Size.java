package io.metricssidecar.decision.proof;

import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import java.time.Duration;

/// How large a model is.
///
/// @param pods N, at most four
/// @param slots B
record Size(int pods, int slots) {
  /// The user's conditions under which N pods have n slots.
  Shedding sheddingWith(int wanted) {
    var floor = 10_000 - Math.ceilDiv(10_000 * wanted, pods);
    return new Shedding(
        ShedMode.ENFORCE,
        ShedGuard.OFF,
        new Percent(Math.max(0, floor)),
        null,
        false,
        Duration.ofMinutes(5));
  }

  @Override
  public String toString() {
    return "N=%d B=%d".formatted(pods, slots);
  }
}
