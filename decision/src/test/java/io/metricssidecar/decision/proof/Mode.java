package io.metricssidecar.decision.proof;

import io.metricssidecar.decision.overload.Phase;

/// Where one sidecar stands, as far as the floor is concerned: the phases that serve without
/// wanting or holding anything are one.
enum Mode {
  /// WARMUP, ACTIVE, UNKNOWN, COOLDOWN or DISABLED.
  CALM,
  /// HOT, no slot request is under way.
  HOT,
  /// HOT, awaits the result of its last slot request.
  AWAITING,
  SHEDDING,
  RECOVERING,
  /// The pod was deleted.
  GONE;

  static Mode of(Phase phase) {
    return switch (phase) {
      case Phase.Warmup _, Phase.Active _, Phase.Unknown _, Phase.Cooldown _, Phase.Disabled _ ->
          CALM;
      case Phase.Hot hot -> hot.awaiting() ? AWAITING : HOT;
      case Phase.Shedding _ -> SHEDDING;
      case Phase.Recovering _ -> RECOVERING;
    };
  }
}
