package io.metricssidecar.contract.settings;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What came out of reading untrusted text: a whole value, whatever was wrong.
///
/// @param value with defaults in the places of bad values
/// @param problems bad values; empty where all was well
/// @param warnings values that are well formed but do not do what they say; whole sentences
public record Parsed<T>(T value, List<Problem> problems, List<String> warnings) {
  public Parsed {
    requireNonNull(value, "value is null");
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
