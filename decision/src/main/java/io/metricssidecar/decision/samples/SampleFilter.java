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
/// @param accepted timestamp of the last sample that counted; null before the first
/// @param mainStarted start of the measured container by the node's clock; a sample whose window
///   began before it mixes two lives of the container. Null while it is not known
public record SampleFilter(@Nullable Instant accepted, @Nullable Instant mainStarted) {
  /// A filter before the first sample.
  public static final SampleFilter EMPTY = new SampleFilter(null, null);

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
  public Judged judge(Observation observation) {
    return switch (observation) {
      case Observation.Missing _ -> rejected(SampleResult.MISSING);
      case Observation.Failed _ -> rejected(SampleResult.ERROR);
      case Observation.Sampled(PodSample sample) -> judge(sample);
    };
  }

  /// The same filter for a container that was started at `started`.
  public SampleFilter startedAt(Instant started) {
    return new SampleFilter(accepted, started);
  }

  private Judged judge(PodSample sample) {
    if (accepted != null && sample.timestamp().equals(accepted)) {
      return rejected(SampleResult.REPEAT);
    }
    if (accepted != null && sample.timestamp().isBefore(accepted)) {
      return rejected(SampleResult.REGRESSED);
    }
    if (mainStarted != null && sample.timestamp().minus(sample.window()).isBefore(mainStarted)) {
      return rejected(SampleResult.MISSING);
    }
    return new Judged(
        new SampleFilter(sample.timestamp(), mainStarted), SampleResult.FRESH, Optional.of(sample));
  }

  private Judged rejected(SampleResult result) {
    return new Judged(this, result, Optional.empty());
  }
}
