package io.metricssidecar.decision.overload;

import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import java.time.Duration;

/// The times and counts that the state machine goes by. Those that a user sets are taken from the
/// settings; the rest are constants with the reason beside them.
///
/// @param warmUp no shedding this long after the start of the measured container
/// @param stale samples are missing when none came for this long
/// @param leaveSamples consecutive fresh samples above the threshold to become hot
/// @param returnSamples consecutive fresh samples below the recovery mark to return
/// @param firstAttempt the first question is asked at a random moment within this time
/// @param attempt between two questions, ±50 %
/// @param leastShed minimum time out, times the number of consecutive sheds
/// @param mostShed maximum time out, and the cap of the minimum
/// @param cooldown pause after a return
/// @param returnJitter spreads returns, because kube-proxy has no slow start
/// @param settle until samples show what shedding did
/// @param pause no shed this long after one that did not help
/// @param readyWait from the first 200 until a live Ready=True tells of the kubelet's last verdict
public record OverloadConfig(
    Duration warmUp,
    Duration stale,
    int leaveSamples,
    int returnSamples,
    Duration firstAttempt,
    Duration attempt,
    Duration leastShed,
    Duration mostShed,
    Duration cooldown,
    Duration returnJitter,
    Duration settle,
    Duration pause,
    Duration readyWait) {
  /// metrics-server serves a sample every 15 s; a node that misses a tick needs two more.
  private static final Duration LEAST_STALE = Duration.ofSeconds(60);

  /// The kubelet's status push and the samples' own age come on top of the probe's failures.
  private static final Duration SAMPLE_LAG = Duration.ofSeconds(30);

  private static final Duration STATUS_LAG = Duration.ofSeconds(5);

  /// The times that follow from a user's settings.
  public static OverloadConfig of(SidecarSettings settings) {
    var tripled = settings.pollInterval().multipliedBy(3);
    return new OverloadConfig(
        settings.shedding().warmUp(),
        tripled.compareTo(LEAST_STALE) > 0 ? tripled : LEAST_STALE,
        2,
        2,
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(300),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        leaving(settings.probe()).plus(SAMPLE_LAG),
        Duration.ofMinutes(15),
        returning(settings.probe()).plus(STATUS_LAG));
  }

  private static Duration leaving(Probe probe) {
    return Duration.ofSeconds((long) probe.periodSeconds() * probe.failureThreshold());
  }

  private static Duration returning(Probe probe) {
    return Duration.ofSeconds((long) probe.periodSeconds() * probe.successThreshold());
  }
}
