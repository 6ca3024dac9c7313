package io.metricssidecar.contract.settings;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// The result of reading untrusted text: always a complete value, with the problems found.
///
/// @param value with the default instead of each bad part
/// @param problems bad parts; empty where there are none
/// @param warnings whole sentences on parts that are valid but may not do what the user expects
public record Parsed<T>(T value, List<Problem> problems, List<String> warnings) {
  public Parsed {
    requireNonNull(value, "value is null");
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
