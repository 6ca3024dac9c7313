package io.metricssidecar.decision.samples;

/// What one reading of the metrics API came to. No data is a case to decide on, not an exception.
public sealed interface Observation {
  /// A sample of the measured container.
  record Sampled(PodSample sample) implements Observation {}

  /// The API answers, but has no sample of the container.
  ///
  /// @param why a sentence for people
  record Missing(String why) implements Observation {}

  /// The API did not answer what was asked.
  ///
  /// @param why a sentence for people
  record Failed(String why) implements Observation {}
}
