package io.metricssidecar.webhook.server.body;

import static java.util.Objects.requireNonNull;

/// The body of a request is not an admission review that can be answered.
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  private final String line;

  /// @param line the expectation that the body does not meet
  public Malformed(String line) {
    super(line);
    this.line = requireNonNull(line, "line is null");
  }

  /// The expectation that the body does not meet, in one line.
  public String line() {
    return line;
  }
}
