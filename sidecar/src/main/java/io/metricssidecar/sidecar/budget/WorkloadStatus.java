package io.metricssidecar.sidecar.budget;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// A workload's own account of its pods.
///
/// @param desired replicas, or scheduled pods of a DaemonSet
/// @param available pods that serve
/// @param updated pods of the newest revision
public record WorkloadStatus(int desired, int available, int updated) {
  /// Reads a Deployment, StatefulSet, ReplicaSet or DaemonSet; empty where the body is neither.
  public static Optional<WorkloadStatus> read(JsonObject body) {
    try {
      var status = body.getJsonObject("status", new JsonObject());
      if (status.containsKey("desiredNumberScheduled")) {
        return Optional.of(
            new WorkloadStatus(
                status.getInteger("desiredNumberScheduled"),
                status.getInteger("numberAvailable", 0),
                status.getInteger("updatedNumberScheduled", 0)));
      }
      var desired = body.getJsonObject("spec", new JsonObject()).getInteger("replicas", 1);
      return Optional.of(
          new WorkloadStatus(
              desired,
              status.getInteger("availableReplicas", 0),
              // A ReplicaSet has no revisions: all its pods are of the newest.
              status.getInteger("updatedReplicas", desired)));
    } catch (ClassCastException e) {
      return Optional.empty();
    }
  }

  /// Whether pods of an older revision are still to be replaced.
  public boolean rolling() {
    return updated < desired;
  }

  /// Share of the desired pods that serve, in percent; 100 where none is desired.
  public double availabilityPercent() {
    return desired == 0 ? 100 : 100.0 * available / desired;
  }
}
