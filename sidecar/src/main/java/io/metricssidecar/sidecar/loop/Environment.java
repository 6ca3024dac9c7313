package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;

/// The sources of time and chance of a process: parameters, so that a run can be repeated.
public record Environment(Clocks clocks, Timers timers, RandomGenerator random) {
  public Environment {
    requireNonNull(clocks, "clocks is null");
    requireNonNull(timers, "timers is null");
    requireNonNull(random, "random is null");
  }
}
