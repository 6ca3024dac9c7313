package io.metricssidecar.e2e.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A program such as `helm` or `kubectl`, as a user runs it on the cluster.
public final class Program {
  private final Path program;
  private final Path kubeconfig;

  private Program(Path program, Path kubeconfig) {
    this.program = program;
    this.kubeconfig = kubeconfig;
  }

  /// Finds a program: the one that a variable such as `HELM_BIN` names, one in the `PATH`, or the
  /// testbed's.
  ///
  /// @throws IllegalStateException whose message names the places that were searched
  public static Program find(String name, Cluster cluster, Map<String, String> env) {
    var variable = name.toUpperCase(Locale.ROOT) + "_BIN";
    var folders = env.getOrDefault("PATH", "").split(File.pathSeparator, -1);
    return Stream.concat(
            Stream.ofNullable(env.get(variable)).map(Path::of),
            Stream.concat(
                Stream.of(folders).map(folder -> Path.of(folder, name)),
                Stream.of(cluster.testbedState().resolve("bin").resolve(name))))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Program(program, cluster.kubeconfig()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s is neither in %s nor in the PATH".formatted(name, variable)));
  }

  /// Runs it and returns what it printed.
  ///
  /// @throws IllegalStateException with what it printed, where it failed
  public String run(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    return run(builder);
  }

  /// Runs a process without input and returns what it printed, both streams together.
  ///
  /// @throws IllegalStateException with what it printed, where it failed
  public static String run(ProcessBuilder builder) {
    var command = String.join(" ", builder.command());
    try {
      var process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException("%s ended with %d: %s".formatted(command, status, output));
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException("did not start: " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// A folder or file of this repository, found from the working directory upwards.
  ///
  /// @throws IllegalStateException where there is none
  public static Path inRepository(String path) {
    var here = Optional.of(Path.of("").toAbsolutePath());
    while (here.isPresent()) {
      var found = here.get().resolve(path);
      if (Files.exists(found)) {
        return found;
      }
      here = Optional.ofNullable(here.get().getParent());
    }
    throw new IllegalStateException(
        "%s is not here or above %s".formatted(path, Path.of("").toAbsolutePath()));
  }
}
