package io.metricssidecar.decision.proof;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What can happen, as a trace says it.
enum Move {
  TIME_PASSES,
  SAMPLE_LOW,
  SAMPLE_MID,
  SAMPLE_HIGH,
  SAMPLE_CRITICAL,
  MAIN_STARTED,
  MAIN_NOT_READY,
  NO_LIMIT,
  TERMINATED,
  FINDS_SLOT,
  FINDS_NONE,
  FINDS_ITSELF,
  ASKED_TWICE,
  CONFLICT,
  WRITE_APPLIED,
  WRITE_ACKNOWLEDGED,
  WRITE_LOST,
  WRITE_ABANDONED,
  ACKNOWLEDGEMENT_LOST,
  ABANDONED_WRITE_IS_LOST,
  ABANDONED_WRITE_ARRIVES,
  SEES_ITSELF_LISTED,
  SAW_ITSELF_LISTED,
  NOT_CONFIRMED,
  TRIMMED,
  NOT_SEEN_READY,
  SEEN_READY,
  HAD_NO_SLOT,
  READS_OLD_LEASE_WITHOUT_ITSELF,
  RETURN_APPLIED,
  RETURN_ACKNOWLEDGED,
  RETURN_LOST,
  RETURN_ABANDONED,
  RETURN_UNKNOWN,
  PROBE_FAILS,
  PROBE_SUCCEEDS,
  STATUS_FOLLOWS,
  CRASHES,
  DELETED,
  REPLACED,
  CONTROLLER_REMOVES_DEAD_HOLDER,
  LEASE_MADE_AGAIN,
  SETTLES,
  HAND_EDIT,
  SAMPLES_TAKEN;

  /// What happens while no sample comes and nothing is wrong with containers, Lease and API server:
  /// timers fire, requests are answered, the kubelet probes and reports, the controller removes the
  /// holders that are gone.
  private static final Set<Move> WITHOUT_FAULTS =
      EnumSet.of(
          TIME_PASSES,
          FINDS_SLOT,
          FINDS_NONE,
          FINDS_ITSELF,
          WRITE_APPLIED,
          WRITE_ACKNOWLEDGED,
          SEES_ITSELF_LISTED,
          NOT_SEEN_READY,
          SEEN_READY,
          HAD_NO_SLOT,
          RETURN_APPLIED,
          RETURN_ACKNOWLEDGED,
          PROBE_FAILS,
          PROBE_SUCCEEDS,
          STATUS_FOLLOWS,
          CONTROLLER_REMOVES_DEAD_HOLDER);

  /// Whether it needs neither a fault nor luck, such as a load that falls, an edit by hand, a pod
  /// that is deleted or an abandoned write that arrives.
  boolean withoutFaults() {
    return WITHOUT_FAULTS.contains(this);
  }

  static Move of(EventKind eventKind) {
    return switch (eventKind) {
      case TIME -> TIME_PASSES;
      case SAMPLE_LOW -> SAMPLE_LOW;
      case SAMPLE_MID -> SAMPLE_MID;
      case SAMPLE_HIGH -> SAMPLE_HIGH;
      case SAMPLE_CRITICAL -> SAMPLE_CRITICAL;
      case MAIN_STARTED -> MAIN_STARTED;
      case MAIN_NOT_READY -> MAIN_NOT_READY;
      case NO_LIMIT -> NO_LIMIT;
      case TERMINATE -> TERMINATED;
      case GRANTED,
          GRANTED_EARLIER,
          DENIED,
          DENIED_EARLIER,
          HELD,
          LOST,
          READY_AGAIN,
          NOT_YET,
          RELEASED ->
          throw new IllegalArgumentException("is an answer: " + eventKind);
    };
  }

  /// For traces: `write applied`.
  String words() {
    return Arrays.stream(name().toLowerCase(Locale.ROOT).split("_", -1)).collect(joining(" "));
  }
}
