package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.json.Selection;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// The reader of a workload's status (apps/v1).
public final class WorkloadStatusReader {
  /// The fields that are read.
  public static final Selection SELECTION =
      Selection.of(
          "kind",
          "metadata.generation",
          "metadata.annotations." + Annotations.PAUSED,
          "spec.replicas",
          "spec.podManagementPolicy",
          "status.desiredNumberScheduled",
          "status.numberAvailable",
          "status.numberReady",
          "status.updatedNumberScheduled",
          "status.availableReplicas",
          "status.readyReplicas",
          "status.updatedReplicas",
          "status.observedGeneration");

  private WorkloadStatusReader() {}

  /// Reads a Deployment, StatefulSet, ReplicaSet or DaemonSet; empty where the body is neither.
  public static Optional<WorkloadStatus> read(JsonObject body) {
    try {
      var status = body.getJsonObject("status", new JsonObject());
      return Optional.of(
          status.containsKey("desiredNumberScheduled")
              ? daemonSet(body, status)
              : replicas(body, status));
    } catch (RuntimeException e) {
      // Whatever is not shaped like a workload: nulls, other types.
      return Optional.empty();
    }
  }

  private static WorkloadStatus daemonSet(JsonObject body, JsonObject status) {
    return new WorkloadStatus(
        status.getInteger("desiredNumberScheduled"),
        status.getInteger("numberAvailable", 0),
        status.getInteger("numberReady", 0),
        current(body, status) ? status.getInteger("updatedNumberScheduled", 0) : 0,
        true,
        paused(body));
  }

  private static WorkloadStatus replicas(JsonObject body, JsonObject status) {
    var desired = body.getJsonObject("spec", new JsonObject()).getInteger("replicas", 1);
    // A ReplicaSet has no revisions: all its pods are of the newest.
    var updated =
        "ReplicaSet".equals(body.getString("kind"))
            ? desired
            : status.getInteger("updatedReplicas", 0);
    return new WorkloadStatus(
        desired,
        status.getInteger("availableReplicas", 0),
        status.getInteger("readyReplicas", 0),
        current(body, status) ? updated : 0,
        ordered(body),
        paused(body));
  }

  /// As the controller reads it: any value but one pauses.
  private static boolean paused(JsonObject body) {
    var annotations =
        body.getJsonObject("metadata", new JsonObject())
            .getJsonObject("annotations", new JsonObject());
    var text = annotations.getString(Annotations.PAUSED);
    return text != null && !text.equals(Annotations.NOT_PAUSED);
  }

  private static boolean ordered(JsonObject body) {
    var policy = body.getJsonObject("spec", new JsonObject()).getString("podManagementPolicy");
    return "StatefulSet".equals(body.getString("kind")) && !"Parallel".equals(policy);
  }

  private static boolean current(JsonObject body, JsonObject status) {
    var generation = body.getJsonObject("metadata", new JsonObject()).getLong("generation", 0L);
    return status.getLong("observedGeneration", generation) >= generation;
  }
}
