package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.metricssidecar.sidecar.budget.BudgetApi;
import io.metricssidecar.sidecar.budget.EndpointSlices;
import io.metricssidecar.sidecar.budget.LeaseDocument;
import io.metricssidecar.sidecar.budget.WorkloadStatusReader;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import io.metricssidecar.sidecar.podmetrics.PeerUtilization;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Live reads of the objects that a decision needs, without watches or caches.
public final class ClusterReader implements BudgetApi {
  private static final Map<String, String> PLURALS =
      Map.of(
          "Deployment", "deployments",
          "StatefulSet", "statefulsets",
          "DaemonSet", "daemonsets",
          "ReplicaSet", "replicasets");

  private final ApiClient api;
  private final MetricsSource metrics;
  private final SidecarConfig config;
  private final ScaleReader scales;

  public ClusterReader(ApiClient api, MetricsSource metrics, SidecarConfig config) {
    this.api = requireNonNull(api, "api is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.config = requireNonNull(config, "config is null");
    this.scales = new ScaleReader(api, metrics, config, this::services);
  }

  /// Whether the kind of a workload is one whose replicas can be read.
  public static boolean knows(Workload workload) {
    return workload.api() != null || PLURALS.containsKey(workload.kind());
  }

  /// The own pod; empty where it cannot be read.
  public Future<Optional<OwnPod>> ownPod() {
    var path =
        "/api/v1/namespaces/%s/pods/%s".formatted(config.pod().namespace(), config.pod().name());
    return api.get(path, "pods")
        .map(
            reply ->
                reply instanceof ApiReply.Ok(JsonObject pod)
                    ? OwnPod.read(pod, config.container())
                    : Optional.empty());
  }

  /// The workload's status; empty where its kind is not known or it cannot be read.
  @Override
  public Future<Optional<WorkloadStatus>> status() {
    var kind = config.workload().api();
    return kind == null
        ? object().map(read -> read.flatMap(WorkloadStatusReader::read))
        : scales.workload(kind, config.limits()).map(read -> read.map(WorkloadView::status));
  }

  /// The workload itself; empty where its kind is not known or it cannot be read.
  private Future<Optional<JsonObject>> object() {
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
                    ? Optional.of(body)
                    : Optional.empty());
  }

  @Override
  public Future<Optional<WorkloadView>> workload(ShedGuard guard, Limits limits) {
    var kind = config.workload().api();
    if (kind != null) {
      return scales.workload(kind, limits);
    }
    return object()
        .compose(
            read ->
                read.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : services().compose(services -> view(read.get(), services, guard, limits)));
  }

  private Future<Optional<WorkloadView>> view(
      JsonObject workload,
      Optional<List<ServiceEndpoints>> services,
      ShedGuard guard,
      Limits limits) {
    var status = WorkloadStatusReader.read(workload);
    if (status.isEmpty() || services.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return peers(workload, guard, limits)
        .map(
            utilization ->
                Optional.of(
                    new WorkloadView(
                        status.get(),
                        services.get(),
                        utilization,
                        PeerUtilization.thresholds(config.settings(), limits))));
  }

  private Future<Optional<List<ServiceEndpoints>>> services() {
    var path =
        "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices"
            .formatted(config.pod().namespace());
    return api.get(path, "endpointslices")
        .map(
            reply ->
                reply instanceof ApiReply.Ok(JsonObject list)
                    ? EndpointSlices.concerning(config.pod().uid(), list)
                    : Optional.empty());
  }

  /// Utilization of the workload's pods; empty where it is not needed or cannot be read.
  private Future<Map<String, Double>> peers(JsonObject workload, ShedGuard guard, Limits limits) {
    return guard == ShedGuard.OFF
        ? Future.succeededFuture(Map.of())
        : metrics.peers(PeerUtilization.selector(workload), limits);
  }

  @Override
  public Future<LeaseResult> readLease() {
    return api.get(leasePath(), "leases")
        .map(
            reply ->
                switch (reply) {
                  case ApiReply.Ok(JsonObject body) ->
                      LeaseDocument.read(body)
                          .<LeaseResult>map(LeaseResult.Found::new)
                          .orElseGet(LeaseResult.Unreadable::new);
                  case ApiReply.Status(int code, _) when code == 404 ->
                      new LeaseResult.Unreadable();
                  case ApiReply.Status _, ApiReply.Unreachable _ -> new LeaseResult.Failed();
                });
  }

  @Override
  public Future<WriteResult> writeLease(JsonObject object) {
    return api.put(leasePath(), "leases", object)
        .map(
            reply ->
                switch (reply) {
                  case ApiReply.Ok _ -> WriteResult.WRITTEN;
                  case ApiReply.Status(int code, _) when code == 409 -> WriteResult.CONFLICT;
                  case ApiReply.Status(int code, _) when code / 100 == 4 -> WriteResult.REJECTED;
                  case ApiReply.Status _, ApiReply.Unreachable _ -> WriteResult.UNKNOWN;
                });
  }

  private String leasePath() {
    return "/apis/coordination.k8s.io/v1/namespaces/%s/leases/%s"
        .formatted(config.pod().namespace(), config.lease());
  }
}
