package io.metricssidecar.decision.samples;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which samples count, as an immutable value.
///
/// metrics-server's replicas tick independently, so a timestamp may be the same as before or older;
/// only a newer one says something new. Nothing here compares a timestamp with our own clock.
///
/// @param accepted timestamp of the last sample that counted; null before the first
/// @param mainStarted start of the measured container by the node's clock; a sample whose window
///   began before it mixes two lives of the container. Null while it is not known
public record SampleFilter(@Nullable Instant accepted, @Nullable Instant mainStarted) {
  /// A filter that has seen nothing.
  public static final SampleFilter EMPTY = new SampleFilter(null, null);

  /// What an observation is worth. The name in lower case is the label value in metrics.
  public enum Worth {
    FRESH,
    REPEAT,
    REGRESSED,
    MISSING,
    ERROR;

    /// For metric labels.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What became of an observation.
  ///
  /// @param filter for the next one
  /// @param worth how to count it
  /// @param sample the sample, where it counts
  public record Outcome(SampleFilter filter, Worth worth, Optional<PodSample> sample) {}

  /// Judges one observation.
  public Outcome judge(Observation observation) {
    return switch (observation) {
      case Observation.Missing _ -> rejected(Worth.MISSING);
      case Observation.Failed _ -> rejected(Worth.ERROR);
      case Observation.Sampled(PodSample sample) -> judge(sample);
    };
  }

  /// The same filter for a container that was started at `started`.
  public SampleFilter startedAt(Instant started) {
    return new SampleFilter(accepted, started);
  }

  private Outcome judge(PodSample sample) {
    if (accepted != null && sample.timestamp().equals(accepted)) {
      return rejected(Worth.REPEAT);
    }
    if (accepted != null && sample.timestamp().isBefore(accepted)) {
      return rejected(Worth.REGRESSED);
    }
    if (mainStarted != null && sample.timestamp().minus(sample.window()).isBefore(mainStarted)) {
      return rejected(Worth.MISSING);
    }
    return new Outcome(
        new SampleFilter(sample.timestamp(), mainStarted), Worth.FRESH, Optional.of(sample));
  }

  private Outcome rejected(Worth worth) {
    return new Outcome(this, worth, Optional.empty());
  }
}
