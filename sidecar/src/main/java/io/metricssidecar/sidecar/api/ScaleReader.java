package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.decision.budget.WorkloadView;
import io.metricssidecar.sidecar.budget.BudgetApi.LiveWorkload;
import io.metricssidecar.sidecar.budget.BudgetApi.Read;
import io.metricssidecar.sidecar.budget.BudgetApi.Search;
import io.metricssidecar.sidecar.budget.Scale;
import io.metricssidecar.sidecar.podmetrics.PeerUtilization;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/// Live reads of a workload of a custom kind: its `/scale`, its Services, and the metrics of the
/// pods that its selector matches.
final class ScaleReader {
  private final ApiClient api;
  private final MetricsSource metrics;
  private final SidecarConfig config;
  private final ServiceReader services;

  ScaleReader(ApiClient api, MetricsSource metrics, SidecarConfig config, ServiceReader services) {
    this.api = requireNonNull(api, "api is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.config = requireNonNull(config, "config is null");
    this.services = requireNonNull(services, "services is null");
  }

  /// Reads the workload and its Services.
  Future<Read<LiveWorkload>> workload(Workload.Api kind, Limits limits, Search search) {
    return scale(kind)
        .compose(
            read ->
                read.then(
                    scale ->
                        services
                            .read(search)
                            .compose(found -> found.then(there -> view(scale, there, limits)))));
  }

  private Future<Read<Scale>> scale(Workload.Api kind) {
    var path =
        "/apis/%s/%s/namespaces/%s/%s/%s/scale"
            .formatted(
                kind.group(),
                kind.version(),
                config.pod().namespace(),
                kind.resource(),
                config.workload().name());
    return api.get(path, "scale", Scale.SELECTION)
        .map(
            reply ->
                switch (reply) {
                  case ApiReply.Ok(JsonObject body) ->
                      Scale.read(body)
                          .<Read<Scale>>map(Read.Found::new)
                          .orElseGet(Read.Failed::new);
                  case ApiReply.TooLarge _ -> new Read.TooLarge<>();
                  case ApiReply.Status _, ApiReply.Unreachable _ -> new Read.Failed<>();
                });
  }

  private Future<Read<LiveWorkload>> view(
      Scale scale, ServiceReader.Services there, Limits limits) {
    return metrics
        .peers(scale.selector(), limits)
        .compose(
            read -> read.then(pods -> Future.succeededFuture(view(scale, there, pods, limits))));
  }

  /// The metrics tell which pods the selector matches, so they are needed without the guard too.
  private Read<LiveWorkload> view(
      Scale scale, ServiceReader.Services there, Map<String, Double> pods, Limits limits) {
    return pods.isEmpty()
        ? new Read.Failed<>()
        : new Read.Found<>(
            new LiveWorkload(
                new WorkloadView(
                    scale.status(there.services(), pods.keySet()),
                    there.services(),
                    pods,
                    PeerUtilization.thresholds(config.settings(), limits)),
                there.search()));
  }
}
