package io.metricssidecar.simulation.world.agent;

import java.util.function.Consumer;

/// One process that decides whether its pod serves. The world calls it from one thread, one call
/// after the other, and never after [#terminate] has been followed by the end of the process.
public interface Agent {
  /// Called once, when the container has started.
  void start();

  /// One readiness probe.
  ///
  /// @param answer takes the answer, once, now or later. Where it takes none until the probe's
  ///   timeout, the probe has failed
  void probe(Consumer<ProbeAnswer> answer);

  /// What it waits for, if its pod is overloaded. One that does not tell has no sample.
  default Stage stage() {
    return Stage.NO_SAMPLE;
  }

  /// SIGTERM: the pod is being deleted. The process ends with the pod's grace period.
  void terminate();
}
