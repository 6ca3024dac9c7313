package io.metricssidecar.simulation.world.cluster;

import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.simulation.world.api.WorkloadObject;
import io.metricssidecar.simulation.world.scenario.FleetPlan;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Kind;
import java.util.List;
import java.util.Map;

/// The workload, a Deployment or a StatefulSet: its specification, and the status that its
/// controller wrote last.
public final class Deployment {
  /// Its name, and that of its Service.
  public static final String NAME = "cart";

  /// The labels of its pods.
  public static final Map<String, String> LABELS = Map.of("app", NAME);

  private final Kind kind;
  private int desired;
  private int revision = 1;
  private long generation = 1;
  private Status status = new Status(0, 0, 0, 0);
  private long observed;

  /// Counts of pods.
  private record Status(int present, int updated, int ready, int available) {}

  /// @param plan that it follows at the begin
  public Deployment(FleetPlan plan) {
    kind = plan.kind();
    desired = plan.replicas();
  }

  /// Its kind and name.
  public Workload reference() {
    return new Workload(kind.kind(), NAME);
  }

  public int desired() {
    return desired;
  }

  /// The newest revision of the template.
  public int revision() {
    return revision;
  }

  /// Changes the desired pods.
  public void scale(int replicas) {
    if (replicas != desired) {
      desired = replicas;
      generation++;
    }
  }

  /// Changes the template.
  public void roll() {
    revision++;
    generation++;
  }

  /// Its controller has seen the specification, and counts its pods.
  public void observe(List<Pod> pods) {
    observed = generation;
    var present = 0;
    var updated = 0;
    var ready = 0;
    for (var pod : pods) {
      if (pod.deleted() == null) {
        present++;
        updated += pod.revision() == revision ? 1 : 0;
        ready += pod.serves() ? 1 : 0;
      }
    }
    status = new Status(present, updated, ready, ready);
  }

  /// The object.
  public WorkloadObject object() {
    return new WorkloadObject(
        kind.kind(),
        NAME,
        "uid-" + NAME,
        generation,
        observed,
        desired,
        kind == Kind.ORDERED_STATEFUL_SET,
        LABELS,
        status.present(),
        status.updated(),
        status.ready(),
        status.available(),
        false,
        true);
  }

  /// Whether pods of an older revision are still there, or the newest specification was not seen.
  public boolean rolling() {
    return observed < generation
        || status.updated() < desired
        || status.present() > status.updated();
  }
}
