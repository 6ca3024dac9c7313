package io.metricssidecar.e2e;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was seen of a budget Lease, in order of time.
record LeaseSamples(List<LeaseSample> samples) {
  LeaseSamples {
    samples = List.copyOf(samples);
  }

  /// The first moment at which anybody held a slot; empty where nobody ever did.
  Optional<Instant> firstShed() {
    return samples.stream()
        .filter(sample -> !sample.holders().isEmpty())
        .map(LeaseSample::at)
        .findFirst();
  }

  /// How often a slot was taken. What was taken and given back between two samples is not seen.
  int sheds() {
    var sheds = 0;
    var before = Set.<String>of();
    for (var sample : samples) {
      var held = before;
      sheds += (int) sample.holders().stream().filter(holder -> !held.contains(holder)).count();
      before = sample.holders();
    }
    return sheds;
  }

  /// The most that were held at once.
  int most() {
    return samples.stream().mapToInt(sample -> sample.holders().size()).max().orElse(0);
  }

  /// The share of the samples since the first shed in which so many were held; 0 where nobody shed.
  double share(int holders) {
    var since =
        samples.stream().dropWhile(sample -> sample.holders().isEmpty()).map(LeaseSample::holders);
    return since.mapToInt(held -> held.size() == holders ? 1 : 0).average().orElse(0);
  }

  /// Who held slots last.
  Set<String> now() {
    return samples.isEmpty() ? Set.of() : samples.getLast().holders();
  }
}
