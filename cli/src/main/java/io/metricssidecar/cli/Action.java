package io.metricssidecar.cli;

import picocli.CommandLine.ParseResult;

/// What a subcommand does.
@FunctionalInterface
interface Action {
  /// Does it.
  ///
  /// @param options as given
  /// @throws Failure where the work failed
  void run(ParseResult options) throws Failure;
}
