package io.metricssidecar.simulation;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.fleet.ShippedAgent;
import io.metricssidecar.simulation.world.agent.AgentFactory;
import io.metricssidecar.simulation.world.agent.Nothing;
import io.metricssidecar.simulation.world.agent.OriginalAgent;
import io.metricssidecar.simulation.world.core.CoreAgent;

/// What decides in the pods of a run.
enum Decider {
  /// The loop that ships.
  SHIPPED("Metrics Sidecar", ShippedAgent::new),
  /// The decisions that ship, with a simpler loop around them.
  CORE("its decisions alone", CoreAgent::new),
  /// The algorithm of the program that it descends from.
  ORIGINAL("the original's algorithm", OriginalAgent::new),
  /// Nobody is ever shed.
  NOTHING("no shedding", _ -> new Nothing());

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // A constructor or a lambda without state.
  private final AgentFactory agents;

  Decider(String title, AgentFactory agents) {
    this.title = requireNonNull(title, "title is null");
    this.agents = requireNonNull(agents, "agents is null");
  }

  /// The words for it in a table.
  String title() {
    return title;
  }

  AgentFactory agents() {
    return agents;
  }
}
