package io.metricssidecar.contract.process;

import io.metricssidecar.contract.settings.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration that a process cannot start with; the message has one line per problem.
public final class InvalidConfiguration extends Exception {
  private static final long serialVersionUID = 1;

  private InvalidConfiguration(List<Problem> problems) {
    super(problems.stream().map(Problem::message).collect(Collectors.joining("\n")));
  }

  /// Throws if there is any problem.
  ///
  /// @throws InvalidConfiguration with all problems
  public static void throwIfAny(List<Problem> problems) throws InvalidConfiguration {
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }
}
