package io.metricssidecar.simulation.world;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.agent.AgentFactory;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.endpoint.EndpointController;
import io.metricssidecar.simulation.world.load.Traffic;
import io.metricssidecar.simulation.world.metrics.MetricsServer;
import io.metricssidecar.simulation.world.node.Kubelet;
import io.metricssidecar.simulation.world.node.NodeFaults;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Kind;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.server.ApiServer;
import io.metricssidecar.simulation.world.time.EventQueue;
import io.metricssidecar.simulation.world.watch.Observer;
import io.metricssidecar.simulation.world.workload.Autoscaler;
import io.metricssidecar.simulation.world.workload.BudgetController;
import io.metricssidecar.simulation.world.workload.DeploymentController;
import io.metricssidecar.simulation.world.workload.StatefulSetController;
import io.metricssidecar.simulation.world.workload.Users;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A simulated cluster with one workload, in whose pods something decides. Everything follows from
/// the scenario and the agents: the same run can be repeated, on any machine and in a browser.
public final class World {
  private final EventQueue time = new EventQueue();
  private final Cluster cluster;
  private final AgentFactory agents;
  private final Traffic traffic;
  private final MetricsServer metrics;
  private final Observer observer;
  private final Map<Integer, Kubelet> kubelets = new HashMap<>();
  private long apiRequests;

  /// A world at its begin.
  ///
  /// @param agents that decide in the pods
  public World(Scenario scenario, AgentFactory agents) {
    this.agents = requireNonNull(agents, "agents is null");
    cluster = new Cluster(scenario, time);
    traffic = new Traffic(cluster);
    metrics = new MetricsServer(cluster);
    observer = new Observer(cluster);
    new NodeFaults(cluster).start();
    scenario.nodes().crashes().forEach(crash -> time.after(crash.at(), () -> crash(crash.pod())));
    new Users(cluster).start();
    if (scenario.fleet().kind() == Kind.DEPLOYMENT) {
      new DeploymentController(cluster, this::started).start();
    } else {
      new StatefulSetController(cluster, this::started).start();
    }
    new BudgetController(cluster).start();
    new EndpointController(cluster).start();
    new Autoscaler(cluster).start();
    metrics.start();
    traffic.start();
    observer.start();
  }

  private void started(Pod pod) {
    var kubelet =
        new Kubelet(
            cluster, pod, agents, chance -> new ApiServer(cluster, chance, _ -> apiRequests++));
    kubelets.put(pod.number(), kubelet);
    metrics.follow(pod);
    kubelet.start();
  }

  private void crash(int pod) {
    var kubelet = kubelets.get(pod);
    if (kubelet != null) {
      kubelet.crash();
    }
  }

  /// Lets the whole scenario pass.
  public Outcome run() {
    runUntil(cluster.scenario().length());
    return outcome();
  }

  /// Lets time pass up to a moment.
  public void runUntil(Duration end) {
    time.runUntil(end, observer::event);
  }

  /// What has been found so far.
  public Outcome outcome() {
    return new Outcome(
        cluster.scenario(),
        observer.violations(),
        observer.figures(traffic.requests(), apiRequests));
  }

  /// The state of the cluster, to look at.
  public Cluster cluster() {
    return cluster;
  }
}
