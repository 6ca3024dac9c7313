package io.metricssidecar.simulation.world.cluster;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.simulation.world.api.PodMetricsObject;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.Chance;
import io.metricssidecar.simulation.world.time.EventQueue;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The state of the simulated cluster. Whoever changes it is elsewhere.
public final class Cluster {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Scenario scenario;
  private final SidecarSettings settings;
  private final EventQueue time;
  private final Journal journal;
  private final List<Node> nodes;
  private List<Pod> pods = List.of();
  private final List<Service> services;
  private final Deployment deployment;
  private final Leases leases;
  private Map<String, PodMetricsObject> metrics = Map.of();
  private int created;

  /// A cluster without pods.
  public Cluster(Scenario scenario, EventQueue time) {
    this.scenario = requireNonNull(scenario, "scenario is null");
    this.time = requireNonNull(time, "time is null");
    settings = scenario.settings();
    journal = new Journal(time);
    nodes = nodes(scenario);
    services =
        scenario.fleet().headless()
            ? List.of(new Service("cart", false), new Service("cart-peers", true))
            : List.of(new Service("cart", false));
    deployment = new Deployment(scenario.fleet());
    leases = new Leases(deployment.reference().resourceName());
  }

  private static List<Node> nodes(Scenario scenario) {
    var chance = new Chance(scenario.seed()).of("clocks");
    var error = scenario.nodes().clockError().toMillis();
    var nodes = new ArrayList<Node>();
    for (var number = 0; number < scenario.fleet().nodes(); number++) {
      var ahead = Duration.ofMillis(error == 0 ? 0 : chance.nextLong(-error, error + 1));
      var zone = "zone-" + number % scenario.fleet().zones();
      nodes.add(new Node("node-" + number, zone, ahead));
    }
    return List.copyOf(nodes);
  }

  public Scenario scenario() {
    return scenario;
  }

  /// The settings of every sidecar.
  public SidecarSettings settings() {
    return settings;
  }

  public EventQueue time() {
    return time;
  }

  public Journal journal() {
    return journal;
  }

  public List<Node> nodes() {
    return nodes;
  }

  public List<Service> services() {
    return services;
  }

  public Deployment deployment() {
    return deployment;
  }

  public Leases leases() {
    return leases;
  }

  /// A source of chance for one part.
  public Chance chance(String part) {
    return new Chance(scenario.seed()).of(part);
  }

  /// The pods that are not gone, in order of their creation.
  public List<Pod> pods() {
    return pods;
  }

  /// A pod by its name.
  public Optional<Pod> pod(String name) {
    return pods.stream().filter(pod -> pod.name().equals(name)).findFirst();
  }

  /// Creates a pod of a Deployment on the next node that is alive.
  public Optional<Pod> create() {
    return create("cart-%d-%d".formatted(deployment.revision(), created));
  }

  /// Creates a pod with a name on the next node that is alive.
  public Optional<Pod> create(String name) {
    var number = created;
    for (var tried = 0; tried < nodes.size(); tried++) {
      var node = nodes.get((number + tried) % nodes.size());
      if (node.alive()) {
        created++;
        var pod = new Pod(number, name, node, deployment.revision(), time.now());
        pods = Stream.concat(pods.stream(), Stream.of(pod)).toList();
        journal.note(pod + " created on " + node);
        return Optional.of(pod);
      }
    }
    return Optional.empty();
  }

  /// A pod's object is gone.
  public void remove(Pod pod) {
    pod.remove();
    pods = pods.stream().filter(other -> other != pod).toList();
    journal.note(pod + " gone");
  }

  /// What metrics-server stored last, by pod name.
  public Map<String, PodMetricsObject> metrics() {
    return metrics;
  }

  /// metrics-server stores the samples of one tick in place of those before.
  public void store(Map<String, PodMetricsObject> samples) {
    metrics = Map.copyOf(samples);
  }

  /// Whether the API server answers at this time.
  public boolean apiUp() {
    return !Period.within(scenario.api().outages(), time.now());
  }

  /// The clock of a node at a time of the run.
  public Instant wall(Node node, Duration at) {
    return BEGIN.plus(at).plus(node.clockError());
  }
}
