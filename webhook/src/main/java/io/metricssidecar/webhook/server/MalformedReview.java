package io.metricssidecar.webhook.server;

/// What was sent is no admission review that can be answered; its line says why.
final class MalformedReview extends Exception {
  private static final long serialVersionUID = 1;

  private final String line;

  MalformedReview(String line) {
    super(line);
    this.line = line;
  }

  /// What was expected, in one line.
  String line() {
    return line;
  }
}
