package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.metricssidecar.sidecar.budget.BudgetApi;
import io.metricssidecar.sidecar.budget.LeaseDocument;
import io.metricssidecar.sidecar.budget.WorkloadStatusReader;
import io.metricssidecar.sidecar.json.Selection;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import io.metricssidecar.sidecar.podmetrics.PeerUtilization;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Live reads of the objects that a decision needs, without watches or caches of their contents.
public final class ClusterReader implements BudgetApi {
  private static final Map<String, String> PLURALS =
      Map.of(
          "Deployment", "deployments",
          "StatefulSet", "statefulsets",
          "DaemonSet", "daemonsets",
          "ReplicaSet", "replicasets");

  private static final Selection WITH_SELECTOR =
      WorkloadStatusReader.SELECTION.and("spec", "selector");

  private final ApiClient api;
  private final MetricsSource metrics;
  private final SidecarConfig config;
  private final ServiceReader services;
  private final ScaleReader scales;

  /// @param clock monotonic
  public ClusterReader(
      ApiClient api, MetricsSource metrics, SidecarConfig config, Supplier<Duration> clock) {
    this.api = requireNonNull(api, "api is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.config = requireNonNull(config, "config is null");
    services = new ServiceReader(api, config.pod(), clock);
    scales = new ScaleReader(api, metrics, config, services);
  }

  /// Whether the kind of a workload is one whose replicas can be read.
  public static boolean knows(Workload workload) {
    return workload.api() != null || PLURALS.containsKey(workload.kind());
  }

  /// The own pod; empty where it cannot be read, or where another pod has its name by now.
  public Future<Optional<OwnPod>> ownPod() {
    var path =
        "/api/v1/namespaces/%s/pods/%s".formatted(config.pod().namespace(), config.pod().name());
    return api.get(path, "pods", OwnPod.SELECTION)
        .map(
            reply ->
                reply instanceof ApiReply.Ok(JsonObject pod)
                    ? OwnPod.read(pod, config.container()).filter(this::own)
                    : Optional.empty());
  }

  /// A StatefulSet gives the name to the next pod, whose readiness says nothing of this one.
  private boolean own(OwnPod read) {
    return config.pod().uid().isEmpty() || config.pod().uid().equals(read.uid());
  }

  /// The workload's status; empty where its kind is not known or it cannot be read.
  @Override
  public Future<Optional<WorkloadStatus>> status() {
    var kind = config.workload().api();
    if (kind != null) {
      return scales
          .workload(kind, config.limits(), Search.KNOWN)
          .map(
              read ->
                  read instanceof Read.Found<LiveWorkload>(LiveWorkload workload)
                      ? Optional.of(workload.view().status())
                      : Optional.empty());
    }
    return object(WorkloadStatusReader.SELECTION)
        .map(
            read ->
                read instanceof Read.Found<JsonObject>(JsonObject workload)
                    ? WorkloadStatusReader.read(workload)
                    : Optional.empty());
  }

  /// A custom kind needs its Services and the metrics of all its pods as well.
  @Override
  public Duration maxStatusAge() {
    return config.workload().api() == null ? Duration.ofSeconds(5) : Duration.ofSeconds(15);
  }

  /// Fields of the workload itself.
  private Future<Read<JsonObject>> object(Selection selection) {
    var plural = PLURALS.get(config.workload().kind());
    if (plural == null) {
      return Future.succeededFuture(new Read.Failed<>());
    }
    var path =
        "/apis/apps/v1/namespaces/%s/%s/%s"
            .formatted(config.pod().namespace(), plural, config.workload().name());
    return api.get(path, plural, selection)
        .map(
            reply ->
                switch (reply) {
                  case ApiReply.Ok(JsonObject body) -> new Read.Found<>(body);
                  case ApiReply.TooLarge _ -> new Read.TooLarge<>();
                  case ApiReply.Status _, ApiReply.Unreachable _ -> new Read.Failed<>();
                });
  }

  @Override
  public Future<Read<LiveWorkload>> workload(ShedGuard guard, Limits limits, Search search) {
    var kind = config.workload().api();
    if (kind != null) {
      return scales.workload(kind, limits, search);
    }
    return object(WITH_SELECTOR)
        .compose(
            read ->
                read.then(
                    object ->
                        services
                            .read(search)
                            .compose(
                                found -> found.then(there -> view(object, there, guard, limits)))));
  }

  private Future<Read<LiveWorkload>> view(
      JsonObject object, ServiceReader.Services there, ShedGuard guard, Limits limits) {
    var status = WorkloadStatusReader.read(object);
    if (status.isEmpty()) {
      return Future.succeededFuture(new Read.Failed<>());
    }
    return peers(object, guard, limits)
        .map(
            read ->
                read.map(
                    utilization ->
                        new LiveWorkload(
                            new WorkloadView(
                                status.get(),
                                there.services(),
                                utilization,
                                PeerUtilization.thresholds(config.settings(), limits)),
                            there.search())));
  }

  /// Utilization of the workload's pods; empty where it is not needed or cannot be read.
  private Future<Read<Map<String, Double>>> peers(
      JsonObject workload, ShedGuard guard, Limits limits) {
    return guard == ShedGuard.OFF
        ? Future.succeededFuture(new Read.Found<>(Map.of()))
        : metrics.peers(PeerUtilization.selector(workload), limits);
  }

  @Override
  public Future<LeaseResult> readLease() {
    return api.get(leasePath(), "leases", LeaseDocument.SELECTION)
        .map(
            reply ->
                switch (reply) {
                  case ApiReply.Ok(JsonObject body) ->
                      LeaseDocument.read(body)
                          .<LeaseResult>map(LeaseResult.Found::new)
                          .orElseGet(LeaseResult.Unreadable::new);
                  case ApiReply.Status(int code, _) when code == 404 ->
                      new LeaseResult.Unreadable();
                  case ApiReply.TooLarge _ -> new LeaseResult.TooLarge();
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
                  case ApiReply.Status _, ApiReply.TooLarge _, ApiReply.Unreachable _ ->
                      WriteResult.UNKNOWN;
                });
  }

  private String leasePath() {
    return "/apis/coordination.k8s.io/v1/namespaces/%s/leases/%s"
        .formatted(config.pod().namespace(), config.lease());
  }
}
