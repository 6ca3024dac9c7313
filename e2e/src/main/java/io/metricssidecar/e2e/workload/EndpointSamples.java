package io.metricssidecar.e2e.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Samples of a Service's endpoints, in order of time.
public record EndpointSamples(List<EndpointSample> samples) {
  public EndpointSamples {
    samples = List.copyOf(samples);
  }

  /// The fewest ready pods in any sample: what a floor is compared with. Without samples 0.
  public int fewest() {
    return samples.stream().mapToInt(sample -> sample.ready().size()).min().orElse(0);
  }

  /// The longest time between two samples. It bounds what may have been missed.
  public Duration longestGap() {
    var longest = Duration.ZERO;
    for (var i = 1; i < samples.size(); i++) {
      var gap = Duration.between(samples.get(i - 1).at(), samples.get(i).at());
      longest = gap.compareTo(longest) > 0 ? gap : longest;
    }
    return longest;
  }

  /// The samples from a moment on.
  public EndpointSamples since(Instant from) {
    return new EndpointSamples(
        samples.stream().filter(sample -> !sample.at().isBefore(from)).toList());
  }

  /// The samples before a moment.
  public EndpointSamples until(Instant end) {
    return new EndpointSamples(
        samples.stream().filter(sample -> sample.at().isBefore(end)).toList());
  }

  /// True where a pod was ready in every sample.
  public boolean always(String pod) {
    return samples.stream().allMatch(sample -> sample.ready().contains(pod));
  }

  /// The first moment after `from` at which a pod was out; empty where it never was.
  public Optional<Instant> firstWithout(String pod, Instant from) {
    return samples.stream()
        .filter(sample -> sample.at().isAfter(from) && !sample.ready().contains(pod))
        .map(EndpointSample::at)
        .findFirst();
  }

  /// The first moment after `from` at which a pod was in; empty where it never was.
  public Optional<Instant> firstWith(String pod, Instant from) {
    return samples.stream()
        .filter(sample -> sample.at().isAfter(from) && sample.ready().contains(pod))
        .map(EndpointSample::at)
        .findFirst();
  }
}
