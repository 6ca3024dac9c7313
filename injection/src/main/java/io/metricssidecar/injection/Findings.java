package io.metricssidecar.injection;

import io.metricssidecar.contract.settings.Problem;
import java.util.List;
import java.util.stream.Stream;

/// What there is to say about a pod besides what is done with it.
///
/// @param problems invalid annotations, each of which has its default now
/// @param warnings what is valid but not what the user may think; whole sentences
public record Findings(List<Problem> problems, List<String> warnings) {
  /// Nothing to say.
  static final Findings NONE = new Findings(List.of(), List.of());

  public Findings {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /// All of it, the problems first.
  public List<String> sentences() {
    return Stream.concat(problems.stream().map(Problem::message), warnings.stream()).toList();
  }
}
