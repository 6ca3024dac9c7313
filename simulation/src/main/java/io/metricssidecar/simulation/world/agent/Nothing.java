package io.metricssidecar.simulation.world.agent;

import java.util.function.Consumer;

/// No shedding: the pod is ready as long as its application is.
public final class Nothing implements Agent {
  @Override
  public void start() {
    // It has nothing to do.
  }

  @Override
  public void probe(Consumer<ProbeAnswer> answer) {
    answer.accept(ProbeAnswer.READY);
  }

  @Override
  public void terminate() {
    // It has nothing to do.
  }
}
