package io.metricssidecar.cli.servers;

import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.cli.command.SettingOptions;
import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.settings.Setting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that runs a process until it gets the signal to stop.
public abstract class ServerCommand implements Callable<Integer> {
  private final List<Setting<?>> settings;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /// @param settings that the process reads
  ServerCommand(List<Setting<?>> settings) {
    this.settings = List.copyOf(settings);
  }

  /// Starts the process.
  ///
  /// @param values by the names of the environment variables
  /// @return the action that stops it
  /// @throws IOException if a file cannot be read
  abstract Runnable start(Map<String, String> values) throws InvalidConfiguration, IOException;

  /// The command with an option for every setting.
  public final CommandLine line() {
    var line = new CommandLine(this);
    settings.forEach(setting -> SettingOptions.add(line.getCommandSpec(), setting));
    return line;
  }

  @Override
  public final Integer call() throws Failure, InvalidConfiguration {
    try {
      var stop = start(SettingOptions.values(spec));
      Runtime.getRuntime().addShutdownHook(new Thread(stop, "shutdown"));
      new CountDownLatch(1).await();
    } catch (IOException e) {
      throw new Failure("cannot read " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new Failure("the %s cannot start: %s".formatted(spec.name(), causes(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private static String causes(Throwable problem) {
    var cause = problem.getCause();
    return cause == null ? problem.toString() : problem + ", because of " + causes(cause);
  }
}
