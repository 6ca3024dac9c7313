package io.metricssidecar.cli.certs;

import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.contract.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file with certificates, as the value of an option. Its keys are never read.
///
/// @param option with its two dashes
/// @param path its value
record PemFile(String option, Path path) {
  /// The text of the file.
  ///
  /// @throws Failure if it cannot be read
  String read() throws Failure {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new Failure(problem("a readable file"), e);
    }
  }

  /// The failure of a file that holds something else.
  Failure unlike(String expected) {
    return new Failure(problem(expected));
  }

  private String problem(String expected) {
    return new Problem(option, path.toString(), expected).message();
  }
}
