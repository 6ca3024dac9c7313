package io.metricssidecar.simulation.world.agent;

import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a pod waits for on the way from the begin of its overload until it is no endpoint.
public enum Stage {
  /// The metrics API serves no sample above the threshold yet.
  NO_SAMPLE("no sample above the threshold"),
  /// It does, and the sidecar has not read it.
  NOT_POLLED("such a sample, not polled yet"),
  /// The sidecar has read one, and needs another.
  SECOND_SAMPLE("one sample, the second is awaited"),
  WARM_UP("warm-up"),
  /// It returned recently, or a shed has not helped.
  PAUSE("pause after a shed"),
  /// A slot was requested, and nothing was denied yet.
  REQUEST("first slot request"),
  /// Another pod wrote the Lease, or is hotter.
  OTHERS_FIRST("denied: lost race, hotter first"),
  FULL("denied: all slots are held"),
  NO_CAPACITY("denied: the others cannot carry it"),
  FLOOR("denied: too few pods serve"),
  ROLLOUT("denied: rollout"),
  PEER_DATA("denied: use of the others not known"),
  FAULT("denied: a read or write failed"),
  OTHER("denied: all else"),
  /// It answers 400, and is still an endpoint.
  ANSWERED("400 until the endpoint is out");

  private final String title;

  Stage(String title) {
    this.title = title;
  }

  /// The words for it in a table.
  public String title() {
    return title;
  }

  /// The stage of a process with this state.
  ///
  /// @param denial the last one in the present phase; null without one
  public static Stage of(OverloadState state, @Nullable DenialReason denial, Duration now) {
    return switch (state.phase()) {
      case Phase.Warmup _ -> WARM_UP;
      case Phase.Cooldown _, Phase.Recovering _ -> PAUSE;
      case Phase.Active _ when now.compareTo(state.history().notBefore()) < 0 -> PAUSE;
      case Phase.Active(int hot) -> hot > 0 ? SECOND_SAMPLE : NO_SAMPLE;
      case Phase.Unknown _, Phase.Disabled _ -> NO_SAMPLE;
      case Phase.Hot _ -> denial == null ? REQUEST : denied(denial);
      case Phase.Shedding _ -> ANSWERED;
    };
  }

  private static Stage denied(DenialReason denial) {
    return switch (denial) {
      case CONFLICT, UNKNOWN, HOTTER_FIRST -> OTHERS_FIRST;
      case FULL -> FULL;
      case NO_CAPACITY -> NO_CAPACITY;
      case FLOOR -> FLOOR;
      case ROLLOUT -> ROLLOUT;
      case PEER_DATA -> PEER_DATA;
      case ERROR, TOO_LARGE, DENIED, LEASE_UNREADABLE -> FAULT;
      case PAUSED, NOT_READY, NO_WORKLOAD, LEASE_NEW, OBSERVED, INEFFECTIVE_SERVICE, NO_SERVICE ->
          OTHER;
    };
  }
}
