package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.decision.budget.ServiceView;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.metricssidecar.sidecar.budget.BudgetApi;
import io.metricssidecar.sidecar.budget.EndpointSlices;
import io.metricssidecar.sidecar.budget.LeaseDocument;
import io.metricssidecar.sidecar.budget.WorkloadStatusReader;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import io.metricssidecar.sidecar.podmetrics.PeerUse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Live reads of the objects that a decision needs. Nothing here watches or caches.
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
  private Limits limits;

  public ClusterReader(ApiClient api, MetricsSource metrics, SidecarConfig config) {
    this.api = requireNonNull(api, "api is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.config = requireNonNull(config, "config is null");
    limits = config.limits();
  }

  /// Whether the API of a kind is known, so that its replicas can be read.
  public static boolean knows(Workload workload) {
    return PLURALS.containsKey(workload.kind());
  }

  /// Limits by which the peers' use is judged: those of the own container, as all pods of a
  /// workload are made from one template.
  public void limits(Limits inForce) {
    limits = inForce;
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

  /// The workload's status; empty where there is no workload that is known, or it cannot be read.
  @Override
  public Future<Optional<WorkloadStatus>> status() {
    return workload().map(read -> read.flatMap(WorkloadStatusReader::read));
  }

  /// The workload itself; empty where there is none that is known, or it cannot be read.
  Future<Optional<JsonObject>> workload() {
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
  public Future<Optional<WorkloadView>> fleet(ShedGuard guard) {
    return workload()
        .compose(
            read ->
                read.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : services().compose(services -> fleet(read.get(), services, guard)));
  }

  private Future<Optional<WorkloadView>> fleet(
      JsonObject workload, Optional<List<ServiceView>> services, ShedGuard guard) {
    var status = WorkloadStatusReader.read(workload);
    if (status.isEmpty() || services.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return peers(workload, guard)
        .map(
            use ->
                Optional.of(
                    new WorkloadView(
                        status.get(),
                        services.get(),
                        use,
                        PeerUse.mark(config.settings(), limits))));
  }

  private Future<Optional<List<ServiceView>>> services() {
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

  /// Use of the workload's pods; empty where it is not wanted or cannot be read.
  private Future<Map<String, Double>> peers(JsonObject workload, ShedGuard guard) {
    return guard == ShedGuard.OFF
        ? Future.succeededFuture(Map.of())
        : metrics.peers(PeerUse.selector(workload), limits);
  }

  @Override
  public Future<LeaseAnswer> readLease() {
    return api.get(leasePath(), "leases")
        .map(
            reply ->
                switch (reply) {
                  case ApiReply.Ok(JsonObject body) ->
                      LeaseDocument.read(body)
                          .<LeaseAnswer>map(LeaseAnswer.Found::new)
                          .orElseGet(LeaseAnswer.Unreadable::new);
                  case ApiReply.Status(int code, _) when code == 404 ->
                      new LeaseAnswer.Unreadable();
                  case ApiReply.Status _, ApiReply.Unreachable _ -> new LeaseAnswer.Failed();
                });
  }

  @Override
  public Future<WriteAnswer> writeLease(JsonObject object) {
    return api.put(leasePath(), "leases", object)
        .map(
            reply ->
                switch (reply) {
                  case ApiReply.Ok _ -> WriteAnswer.WRITTEN;
                  case ApiReply.Status(int code, _) when code == 409 -> WriteAnswer.CONFLICT;
                  case ApiReply.Status(int code, _) when code / 100 == 4 -> WriteAnswer.REFUSED;
                  case ApiReply.Status _, ApiReply.Unreachable _ -> WriteAnswer.UNKNOWN;
                });
  }

  private String leasePath() {
    return "/apis/coordination.k8s.io/v1/namespaces/%s/leases/%s"
        .formatted(config.pod().namespace(), config.lease());
  }
}
