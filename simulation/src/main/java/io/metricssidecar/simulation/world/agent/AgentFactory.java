package io.metricssidecar.simulation.world.agent;

/// Makes the process that decides in a pod.
@FunctionalInterface
public interface AgentFactory {
  /// A new process, not started yet. A container that restarts gets another one in the same pod.
  Agent create(AgentContext context);
}
