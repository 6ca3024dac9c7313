package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The sources of time and chance of a process: parameters, so that a run can be repeated.
///
/// @param apiTimeout of one request to the API server, in real time
public record Environment(
    Clocks clocks, Timers timers, RandomGenerator random, Duration apiTimeout) {
  public Environment {
    requireNonNull(clocks, "clocks is null");
    requireNonNull(timers, "timers is null");
    requireNonNull(random, "random is null");
    requireNonNull(apiTimeout, "apiTimeout is null");
  }
}
