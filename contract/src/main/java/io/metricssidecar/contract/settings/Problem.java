package io.metricssidecar.contract.settings;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One bad input, said so that a person can mend it.
///
/// @param field what was read: an environment variable or an annotation key
/// @param value what stood there; null where it was missing
/// @param expected what would have been right, as the rest of the sentence "expected …"
public record Problem(String field, @Nullable String value, String expected) {
  /// How much of a bad value is repeated; the rest only fills logs.
  private static final int SHOWN = 80;

  public Problem {
    requireNonNull(field, "field is null");
    requireNonNull(expected, "expected is null");
  }

  /// The sentence for logs, warnings and events.
  public String message() {
    if (value == null) {
      return "%s is missing: expected %s".formatted(field, expected);
    }
    var shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    return "%s is \"%s\": expected %s".formatted(field, shown, expected);
  }
}
