package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.SidecarConfig;
import io.metricssidecar.sidecar.budget.WorkloadStatus;
import io.metricssidecar.sidecar.metrics.OwnPod;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/// Live reads of the objects that a decision needs. Nothing here watches or caches.
final class ClusterReader {
  private static final Map<String, String> PLURALS =
      Map.of(
          "Deployment", "deployments",
          "StatefulSet", "statefulsets",
          "DaemonSet", "daemonsets",
          "ReplicaSet", "replicasets");

  private final ApiClient api;
  private final SidecarConfig config;

  ClusterReader(ApiClient api, SidecarConfig config) {
    this.api = requireNonNull(api, "api is null");
    this.config = requireNonNull(config, "config is null");
  }

  /// The own pod; empty where it cannot be read.
  Future<Optional<OwnPod>> ownPod() {
    var path =
        "/api/v1/namespaces/%s/pods/%s".formatted(config.pod().namespace(), config.pod().name());
    return api.get(path, "pods")
        .map(
            reply ->
                reply instanceof ApiReply.Ok(JsonObject pod)
                    ? OwnPod.read(pod, config.container())
                    : Optional.empty());
  }

  /// The workload's status; empty where there is no workload that is known, or it cannot be read.
  Future<Optional<WorkloadStatus>> workload() {
    var plural = PLURALS.get(config.workload().kind());
    if (plural == null) {
      return Future.succeededFuture(Optional.empty());
    }
    var path =
        "/apis/apps/v1/namespaces/%s/%s/%s"
            .formatted(config.pod().namespace(), plural, config.workload().name());
    return api.get(path, plural)
        .map(
            reply ->
                reply instanceof ApiReply.Ok(JsonObject body)
                    ? WorkloadStatus.read(body)
                    : Optional.empty());
  }
}
