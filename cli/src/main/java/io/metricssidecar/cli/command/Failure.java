package io.metricssidecar.cli.command;

import io.metricssidecar.contract.process.InvalidConfiguration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// A command that could not do its work; the message has one line per problem.
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  public Failure(String message) {
    super(message);
  }

  public Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /// Prints the problem of a command that could not do its work; exit code 1.
  ///
  /// @throws Exception the problem, if it is a bug
  public static int report(Exception problem, CommandLine line, ParseResult arguments)
      throws Exception {
    if (!(problem instanceof Failure || problem instanceof InvalidConfiguration)) {
      throw problem;
    }
    print(line, problem);
    return ExitCode.SOFTWARE;
  }

  /// Prints what is wrong with the arguments; exit code 2.
  public static int report(ParameterException problem, String[] arguments) {
    print(problem.getCommandLine(), problem);
    return ExitCode.USAGE;
  }

  private static void print(CommandLine line, Exception problem) {
    Optional.ofNullable(problem.getMessage()).stream()
        .flatMap(String::lines)
        .forEach(message -> line.getErr().println("metrics-sidecar: " + message));
  }
}
