package io.metricssidecar.decision.samples;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rule which samples count, as an immutable value.
///
/// metrics-server's replicas tick independently, so a timestamp may be the same as before or older;
/// only a newer one says something new. Nothing here compares a timestamp with our own clock.
///
/// The clock of a node may be set back, by hours where it was wrong before. So once no sample has
/// counted for long, one that is older than the last, or from before the start of the container,
/// counts as well if it is newer than such a one before it. Thus a single old sample that is served
/// for long never counts.
///
/// @param accepted timestamp of the last sample that counted; null before the first
/// @param mainStarted start of the measured container by the node's clock; a sample whose window
///   began before it mixes two lives of the container. Null while it is not known
/// @param early timestamp of the last sample that was rejected for being older than another or than
///   that start; null without one
/// @param setBack whether the node's clock was set back after that start, which then says nothing
public record SampleFilter(
    @Nullable Instant accepted,
    @Nullable Instant mainStarted,
    @Nullable Instant early,
    boolean setBack) {
  /// A filter before the first sample.
  public static final SampleFilter EMPTY = new SampleFilter(null, null, null, false);

  /// Whether samples count.
  public enum Supply {
    /// One has counted within the stale time.
    STEADY,
    /// None has counted for so long.
    STARVED
  }

  /// The result of one poll. The name in lower case is the label value in metrics.
  public enum SampleResult {
    /// A sample that counts.
    FRESH,
    /// The same sample as before.
    REPEAT,
    /// A sample older than one before it.
    REGRESSED,
    /// No sample of the container as it runs now.
    MISSING,
    /// The metrics API did not return what was asked for.
    ERROR;

    /// The label value in metrics.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// An observation after it was judged.
  ///
  /// @param filter for the next one
  /// @param result of the poll
  /// @param sample the sample, if it counts
  public record Judged(SampleFilter filter, SampleResult result, Optional<PodSample> sample) {}

  /// Judges one observation.
  public Judged judge(Observation observation, Supply supply) {
    return switch (observation) {
      case Observation.Missing _ -> rejected(SampleResult.MISSING);
      case Observation.Failed _ -> rejected(SampleResult.ERROR);
      case Observation.Sampled(PodSample sample) -> judge(sample, supply);
    };
  }

  /// The same filter for a container that was started at `started`.
  public SampleFilter startedAt(Instant started) {
    return started.equals(mainStarted) ? this : new SampleFilter(accepted, started, null, false);
  }

  private Judged judge(PodSample sample, Supply supply) {
    var timestamp = sample.timestamp();
    if (timestamp.equals(accepted)) {
      return rejected(SampleResult.REPEAT);
    }
    var older = accepted != null && timestamp.isBefore(accepted);
    var earlierLife =
        mainStarted != null && !setBack && timestamp.minus(sample.window()).isBefore(mainStarted);
    if (!older && !earlierLife) {
      return fresh(sample, setBack);
    }
    if (supply == Supply.STARVED && early != null && timestamp.isAfter(early)) {
      return fresh(sample, setBack || earlierLife);
    }
    return new Judged(
        new SampleFilter(accepted, mainStarted, timestamp, setBack),
        older ? SampleResult.REGRESSED : SampleResult.MISSING,
        Optional.empty());
  }

  private Judged fresh(PodSample sample, boolean wasSetBack) {
    return new Judged(
        new SampleFilter(sample.timestamp(), mainStarted, null, wasSetBack),
        SampleResult.FRESH,
        Optional.of(sample));
  }

  private Judged rejected(SampleResult result) {
    return new Judged(this, result, Optional.empty());
  }
}
