package io.metricssidecar.webhook.server.body;

/// The limit that a review exceeds. Its pod is admitted without sidecar and without having been
/// looked at. `docs/injection.md` has the same table.
public enum Excess {
  BYTES("it has more than %d bytes".formatted(ReviewLimits.MAX_BYTES)),
  TOKENS("it has more than %d JSON tokens".formatted(ReviewLimits.MAX_TOKENS)),
  DEPTH("it nests more than %d objects and arrays".formatted(ReviewLimits.MAX_DEPTH)),
  LENGTH(
      "a text, name or number in it has more than %d, %d or %d characters"
          .formatted(ReviewLimits.MAX_TEXT, ReviewLimits.MAX_NAME, ReviewLimits.MAX_NUMBER)),
  BUDGET(
      "the reviews that arrive at the same time have more than %d bytes"
          .formatted(ReviewLimits.MAX_HELD_BYTES));

  private final String sentence;

  Excess(String sentence) {
    this.sentence = sentence;
  }

  /// The limit and its figure, for people; completes "its review is too large:".
  public String sentence() {
    return sentence;
  }
}
