package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.json.Selection;
import io.vertx.core.json.JsonArray;
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
          "spec.paused",
          "spec.ordinals.start",
          "spec.updateStrategy.type",
          "spec.updateStrategy.rollingUpdate.partition",
          "status.desiredNumberScheduled",
          "status.numberAvailable",
          "status.numberReady",
          "status.updatedNumberScheduled",
          "status.conditions.type",
          "status.conditions.status",
          "status.replicas",
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
    var desired = status.getInteger("desiredNumberScheduled");
    var updated =
        onDelete(body.getJsonObject("spec", new JsonObject()))
            ? desired
            : status.getInteger("updatedNumberScheduled", 0);
    return new WorkloadStatus(
        desired,
        status.getInteger("numberAvailable", 0),
        status.getInteger("numberReady", 0),
        current(body, status) ? updated : 0,
        true,
        paused(body));
  }

  private static WorkloadStatus replicas(JsonObject body, JsonObject status) {
    var spec = body.getJsonObject("spec", new JsonObject());
    var desired = spec.getInteger("replicas", 1);
    var rolling =
        switch (body.getString("kind", "")) {
          // It has no revisions: all its pods are of the newest.
          case "ReplicaSet" -> false;
          case "StatefulSet" -> rolls(spec, status, desired);
          default -> rollsOut(spec, status, desired);
        };
    var updated =
        rolling
            ? Math.min(status.getInteger("updatedReplicas", 0), Math.max(0, desired - 1))
            : desired;
    return new WorkloadStatus(
        desired,
        status.getInteger("availableReplicas", 0),
        status.getInteger("readyReplicas", 0),
        current(body, status) ? updated : 0,
        ordered(body),
        paused(body));
  }

  private static boolean paused(JsonObject body) {
    var annotations =
        body.getJsonObject("metadata", new JsonObject())
            .getJsonObject("annotations", new JsonObject());
    return Pause.asks(annotations.getString(Annotations.PAUSED));
  }

  /// Whether a Deployment replaces pods. With `maxSurge: 100%` all new ones are there at once,
  /// beside the old ones. A rollout that its controller has given up (`ProgressDeadlineExceeded`)
  /// has used all room that `maxUnavailable` leaves, so it deletes no pod for being unready.
  private static boolean rollsOut(JsonObject spec, JsonObject status, int desired) {
    var updated = status.getInteger("updatedReplicas", 0);
    var mixed = status.getInteger("replicas", 0) > updated || updated < desired;
    return mixed && !spec.getBoolean("paused", false) && !stuck(status);
  }

  private static boolean stuck(JsonObject status) {
    return status.getJsonArray("conditions", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .anyMatch(
            c ->
                "Progressing".equals(c.getString("type")) && "False".equals(c.getString("status")));
  }

  /// Whether a StatefulSet replaces pods: those below its partition keep their revision, and with
  /// `OnDelete` all do.
  private static boolean rolls(JsonObject spec, JsonObject status, int desired) {
    var strategy = spec.getJsonObject("updateStrategy", new JsonObject());
    var partition =
        strategy.getJsonObject("rollingUpdate", new JsonObject()).getInteger("partition", 0);
    var first = spec.getJsonObject("ordinals", new JsonObject()).getInteger("start", 0);
    var due = Math.min(desired, Math.max(0, first + desired - partition));
    return !onDelete(spec) && status.getInteger("updatedReplicas", 0) < due;
  }

  private static boolean onDelete(JsonObject spec) {
    var strategy = spec.getJsonObject("updateStrategy", new JsonObject());
    return "OnDelete".equals(strategy.getString("type"));
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
