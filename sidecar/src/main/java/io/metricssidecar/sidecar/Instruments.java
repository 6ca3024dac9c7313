package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;

/// The parameters that make a run repeatable, and what is counted.
record Instruments(Clocks clocks, Timers timers, RandomGenerator random, Meters meters) {
  Instruments {
    requireNonNull(clocks, "clocks is null");
    requireNonNull(timers, "timers is null");
    requireNonNull(random, "random is null");
    requireNonNull(meters, "meters is null");
  }
}
