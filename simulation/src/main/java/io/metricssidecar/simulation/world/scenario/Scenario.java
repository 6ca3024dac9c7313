package io.metricssidecar.simulation.world.scenario;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Kind;
import java.time.Duration;
import java.util.Map;

/// All parameters of one run: the run follows from them alone.
///
/// @param seed of all chance in the run
/// @param length of the run
/// @param environment variables of every sidecar, as the webhook would write them; a variable that
///   is missing has its default
/// @param fleet the workload and its nodes
/// @param load on the workload
/// @param api the API server and the network before it
/// @param nodes faults of nodes
/// @param pipeline the way of a sample from a container to the metrics API
/// @param changes of the workload by its users and its autoscaler
public record Scenario(
    long seed,
    Duration length,
    Map<String, String> environment,
    FleetPlan fleet,
    LoadPlan load,
    ApiPlan api,
    NodePlan nodes,
    PipelinePlan pipeline,
    ChangePlan changes) {
  public Scenario {
    requireNonNull(length, "length is null");
    environment = Map.copyOf(environment);
    if (!SidecarConfig.variables().containsAll(environment.keySet())) {
      throw new IllegalArgumentException("unknown variables in " + environment);
    }
    requireNonNull(fleet, "fleet is null");
    requireNonNull(load, "load is null");
    requireNonNull(api, "api is null");
    requireNonNull(nodes, "nodes is null");
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(changes, "changes is null");
  }

  /// A calm one: nothing fails and nothing is overloaded. Tests change what they are about.
  public static Scenario calm(int replicas) {
    return new Scenario(
        1,
        Duration.ofMinutes(20),
        Map.of("SHED_MODE", "enforce", "WARM_UP", "0s", "OVERLOAD_WHEN", "cpu"),
        FleetPlan.of(replicas),
        LoadPlan.steady(0.3 * replicas),
        ApiPlan.FAST,
        NodePlan.HEALTHY,
        PipelinePlan.DEFAULT,
        ChangePlan.NONE);
  }

  /// The settings of every sidecar.
  public SidecarSettings settings() {
    return SidecarSettings.read(SettingsSource.env(environment)).value();
  }

  /// Whether the promise of the floor covers it: every sidecar answers its probe a second before
  /// the timeout, so within four seconds by default; mode `local` promises nothing. What is beyond
  /// is counted, and no violation.
  public boolean promised() {
    if (settings().shedding().mode() == ShedMode.LOCAL) {
      return false;
    }
    var answer = Duration.ofSeconds(settings().probe().timeoutSeconds() - 1L);
    return nodes.starved().stream().allMatch(s -> s.stall().compareTo(answer) <= 0);
  }

  /// Whether no pod may be shed at all.
  public boolean observed() {
    return switch (settings().shedding().mode()) {
      case OBSERVE -> true;
      case AUTO -> fleet.kind() == Kind.ORDERED_STATEFUL_SET;
      case ENFORCE, LOCAL -> false;
    };
  }

  public Scenario withSeed(long other) {
    return new Scenario(other, length, environment, fleet, load, api, nodes, pipeline, changes);
  }

  public Scenario with(Map<String, String> other) {
    return new Scenario(seed, length, other, fleet, load, api, nodes, pipeline, changes);
  }

  public Scenario with(FleetPlan other) {
    return new Scenario(seed, length, environment, other, load, api, nodes, pipeline, changes);
  }

  public Scenario with(LoadPlan other) {
    return new Scenario(seed, length, environment, fleet, other, api, nodes, pipeline, changes);
  }

  public Scenario with(ApiPlan other) {
    return new Scenario(seed, length, environment, fleet, load, other, nodes, pipeline, changes);
  }

  public Scenario with(NodePlan other) {
    return new Scenario(seed, length, environment, fleet, load, api, other, pipeline, changes);
  }

  public Scenario with(PipelinePlan other) {
    return new Scenario(seed, length, environment, fleet, load, api, nodes, other, changes);
  }

  public Scenario with(ChangePlan other) {
    return new Scenario(seed, length, environment, fleet, load, api, nodes, pipeline, other);
  }
}
