package io.metricssidecar.e2e.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// The place where people read what is going on.
@FunctionalInterface
public interface Progress {
  /// Time between two reports of one wait.
  Duration REPORT_INTERVAL = Duration.ofSeconds(20);

  /// Reports one line.
  void report(String line);

  /// An observer of one wait, which reports every [#REPORT_INTERVAL] what is still missing.
  ///
  /// @param what is awaited
  default Observer observe(String what) {
    var last = new AtomicReference<>(Duration.ZERO);
    return (passed, missing) -> {
      if (passed.minus(last.get()).compareTo(REPORT_INTERVAL) > 0) {
        report("%s, %d s: %s".formatted(what, passed.toSeconds(), missing));
        last.set(passed);
      }
    };
  }

  /// Progress as lines on standard output, each with what it is about.
  static Progress of(String about) {
    return line -> System.out.printf("[%s] %s%n", about, line);
  }

  /// An observer of one wait, called after every poll that found something missing.
  @FunctionalInterface
  interface Observer {
    /// @param passed since the wait began
    /// @param missing what is still missing, for people
    void missing(Duration passed, String missing);
  }
}
