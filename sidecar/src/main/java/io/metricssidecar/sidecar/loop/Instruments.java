package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import java.util.random.RandomGenerator;

/// The parameters that make a run repeatable, and what is counted.
public record Instruments(
    Clocks clocks, Timers timers, RandomGenerator random, SidecarCounters meters) {
  public Instruments {
    requireNonNull(clocks, "clocks is null");
    requireNonNull(timers, "timers is null");
    requireNonNull(random, "random is null");
    requireNonNull(meters, "meters is null");
  }
}
