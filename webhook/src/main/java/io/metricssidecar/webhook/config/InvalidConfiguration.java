package io.metricssidecar.webhook.config;

import io.metricssidecar.contract.settings.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// A process cannot start with what it was told; the message has a line for every problem.
public final class InvalidConfiguration extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidConfiguration(List<Problem> problems) {
    super(problems.stream().map(Problem::message).collect(Collectors.joining("\n")));
  }
}
