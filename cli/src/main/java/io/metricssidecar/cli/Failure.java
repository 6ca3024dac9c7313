package io.metricssidecar.cli;

/// The work of a subcommand failed; the message has one line per problem.
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  Failure(String message) {
    super(message);
  }

  Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
