package io.metricssidecar.simulation.world.cluster;

import io.metricssidecar.simulation.world.api.WorkloadObject;
import java.util.List;
import java.util.Map;

/// The workload: its specification, and the status that its controller wrote last.
public final class Deployment {
  /// Kind of the workload.
  public static final String KIND = "Deployment";

  /// Its name, and that of its Service.
  public static final String NAME = "cart";

  /// The labels of its pods.
  public static final Map<String, String> LABELS = Map.of("app", NAME);

  private int desired;
  private int revision = 1;
  private long generation = 1;
  private Status status = new Status(0, 0, 0, 0);
  private long observed;

  /// Counts of pods.
  private record Status(int present, int updated, int ready, int available) {}

  /// @param desired pods
  public Deployment(int desired) {
    this.desired = desired;
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
        KIND,
        NAME,
        "uid-" + NAME,
        generation,
        observed,
        desired,
        false,
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
