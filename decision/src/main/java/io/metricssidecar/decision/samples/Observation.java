package io.metricssidecar.decision.samples;

/// The result of one poll of the metrics API. No data is a case to decide on, not an exception.
public sealed interface Observation {
  /// A sample of the measured container.
  record Sampled(PodSample sample) implements Observation {}

  /// The API answered, but has no sample of the container.
  ///
  /// @param why a sentence for people
  record Missing(String why) implements Observation {}

  /// The API did not return what was asked for.
  ///
  /// @param why a sentence for people
  record Failed(String why) implements Observation {}
}
