package io.metricssidecar.contract.settings;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One bad input, described so that a user can correct it.
///
/// @param field an environment variable or an annotation key
/// @param value the text found; null where the field is missing
/// @param expected the texts allowed, as the rest of the sentence "expected …"
public record Problem(String field, @Nullable String value, String expected) {
  /// Characters of a bad value that a message repeats; more would only fill logs.
  private static final int MAX_SHOWN = 80;

  public Problem {
    requireNonNull(field, "field is null");
    requireNonNull(expected, "expected is null");
  }

  /// The sentence for logs, warnings and events.
  public String message() {
    if (value == null) {
      return "%s is missing: expected %s".formatted(field, expected);
    }
    var shown = value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "…" : value;
    return "%s is \"%s\": expected %s".formatted(field, shown, expected);
  }
}
