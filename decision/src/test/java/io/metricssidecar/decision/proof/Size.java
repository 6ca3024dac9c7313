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
  /// The user's conditions under which N pods have n slots, without the guard.
  Shedding sheddingWith(int wanted) {
    return sheddingWith(wanted, ShedGuard.OFF);
  }

  Shedding sheddingWith(int wanted, ShedGuard guard) {
    var floor = 10_000 - Math.ceilDiv(10_000 * wanted, pods);
    return new Shedding(
        ShedMode.ENFORCE,
        guard,
        new Percent(Math.max(0, floor)),
        null,
        false,
        Duration.ofMinutes(5));
  }

  /// The number of others that have to serve where a pod is shed.
  int floor() {
    return Math.max(1, pods - slots);
  }

  @Override
  public String toString() {
    return "N=%d B=%d".formatted(pods, slots);
  }
}
