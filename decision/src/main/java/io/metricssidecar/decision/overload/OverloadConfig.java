package io.metricssidecar.decision.overload;

import io.metricssidecar.contract.sidecar.SidecarSettings;
import java.time.Duration;

/// The durations and counts of the state machine. Those that a user sets come from the settings;
/// the rest are constants with the reason beside them.
///
/// @param warmUp no shedding this long after the start of the measured container
/// @param stale samples are missing when none came for this long; longer where they are far apart
/// @param hotSamples consecutive fresh samples above the threshold to become hot
/// @param recoverySamples consecutive fresh samples below the recovery value to return
/// @param firstAttempt the first slot request is made at a random moment within this time
/// @param attempt between two slot requests, ±50 %
/// @param minShed minimum time out, times the number of consecutive sheds
/// @param maxShed maximum time out, and the cap of the minimum
/// @param cooldown no shed this long after a return
/// @param returnJitter maximum of the random time by which a return is moved
/// @param settle from the begin of a shed until samples show its effect
/// @param ineffectivePause no shed this long after one that did not lower the load
/// @param readyWait from the first 200 until a live Ready=True is the kubelet's last verdict
public record OverloadConfig(
    Duration warmUp,
    Duration stale,
    int hotSamples,
    int recoverySamples,
    Duration firstAttempt,
    Duration attempt,
    Duration minShed,
    Duration maxShed,
    Duration cooldown,
    Duration returnJitter,
    Duration settle,
    Duration ineffectivePause,
    Duration readyWait) {
  /// metrics-server serves a sample every 15 s; a node that misses a tick needs two more.
  private static final Duration MIN_STALE = Duration.ofSeconds(60);

  /// A single sample can be a garbage collection or a batch that is over when the pod leaves.
  private static final int HOT_SAMPLES = 2;

  /// The same for a single quiet moment.
  private static final int RECOVERY_SAMPLES = 2;

  /// Pods that become hot by one spike do not all write the Lease at the same moment; where they do
  /// compare-and-swap decides.
  private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(1);

  /// Before the next sample, after about 15 s, little has changed that could turn a denial.
  private static final Duration ATTEMPT = Duration.ofSeconds(15);

  /// Less would end before the samples show any effect. It grows with consecutive sheds, as the
  /// base time of Envoy's outlier detection does, so that a pod that is hot again and again
  /// alternates slowly.
  private static final Duration MIN_SHED = Duration.ofSeconds(60);

  /// A bound for the damage where an overload has another cause than traffic.
  private static final Duration MAX_SHED = Duration.ofMinutes(5);

  /// Traffic that came back shows in the samples before the next decision.
  private static final Duration COOLDOWN = Duration.ofSeconds(60);

  /// kube-proxy has no slow start: pods that return together would be overloaded together.
  private static final Duration RETURN_JITTER = Duration.ofSeconds(30);

  /// The kubelet's status push and the samples' own age come on top of the probe's failures.
  private static final Duration SAMPLE_LAG = Duration.ofSeconds(30);

  /// A load that does not follow traffic rarely becomes one that does within minutes.
  private static final Duration INEFFECTIVE_PAUSE = Duration.ofMinutes(15);

  /// From the kubelet's verdict to the condition in the API.
  private static final Duration STATUS_LAG = Duration.ofSeconds(5);

  /// The configuration that follows from a user's settings.
  public static OverloadConfig of(SidecarSettings settings) {
    var threePolls = settings.pollInterval().multipliedBy(3);
    return new OverloadConfig(
        settings.shedding().warmUp(),
        threePolls.compareTo(MIN_STALE) > 0 ? threePolls : MIN_STALE,
        HOT_SAMPLES,
        RECOVERY_SAMPLES,
        FIRST_ATTEMPT,
        ATTEMPT,
        MIN_SHED,
        MAX_SHED,
        COOLDOWN,
        RETURN_JITTER,
        settings.probe().untilUnready().plus(SAMPLE_LAG),
        INEFFECTIVE_PAUSE,
        settings.probe().untilReady().plus(STATUS_LAG));
  }
}
