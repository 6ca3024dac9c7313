package io.metricssidecar.e2e.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Samples of a budget Lease, in order of time.
public record LeaseSamples(List<LeaseSample> samples) {
  public LeaseSamples {
    samples = List.copyOf(samples);
  }

  /// The first moment at which there was a holder; empty where there never was.
  public Optional<Instant> firstShed() {
    return samples.stream()
        .filter(sample -> !sample.holders().isEmpty())
        .map(LeaseSample::at)
        .findFirst();
  }

  /// Number of times a slot was acquired. One acquired and released between two samples is missed.
  public int sheds() {
    var sheds = 0;
    var before = Set.<String>of();
    for (var sample : samples) {
      var held = before;
      sheds += (int) sample.holders().stream().filter(holder -> !held.contains(holder)).count();
      before = sample.holders();
    }
    return sheds;
  }

  /// The largest number of holders in any sample.
  public int maxHolders() {
    return samples.stream().mapToInt(sample -> sample.holders().size()).max().orElse(0);
  }

  /// The share of the samples since the first shed with this number of holders; 0 without a shed.
  public double share(int holders) {
    var since =
        samples.stream().dropWhile(sample -> sample.holders().isEmpty()).map(LeaseSample::holders);
    return since.mapToInt(held -> held.size() == holders ? 1 : 0).average().orElse(0);
  }

  /// The holders in the last sample.
  public Set<String> now() {
    return samples.isEmpty() ? Set.of() : samples.getLast().holders();
  }
}
