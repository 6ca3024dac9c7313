package io.metricssidecar.e2e;

/// Where people read what is going on.
@FunctionalInterface
public interface Progress {
  /// One line.
  void say(String line);

  /// Lines on standard output, each with what it is about.
  static Progress of(String about) {
    return line -> System.out.printf("[%s] %s%n", about, line);
  }
}
