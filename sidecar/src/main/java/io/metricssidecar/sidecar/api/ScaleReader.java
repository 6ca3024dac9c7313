package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.WorkloadView;
import io.metricssidecar.sidecar.budget.Scale;
import io.metricssidecar.sidecar.podmetrics.PeerUtilization;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Live reads of a workload of a custom kind: its `/scale`, its Services, and the metrics of the
/// pods that its selector matches.
final class ScaleReader {
  private final ApiClient api;
  private final MetricsSource metrics;
  private final SidecarConfig config;
  private final Supplier<Future<Optional<List<ServiceEndpoints>>>> services;

  /// @param services reads the Services that have an endpoint of this pod; empty where they cannot
  ///   be read
  ScaleReader(
      ApiClient api,
      MetricsSource metrics,
      SidecarConfig config,
      Supplier<Future<Optional<List<ServiceEndpoints>>>> services) {
    this.api = requireNonNull(api, "api is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.config = requireNonNull(config, "config is null");
    this.services = requireNonNull(services, "services is null");
  }

  /// The workload and its Services; empty where any part cannot be read.
  Future<Optional<WorkloadView>> workload(Workload.Api kind, Limits limits) {
    return scale(kind)
        .compose(
            scale ->
                scale.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : services.get().compose(read -> view(scale.get(), read, limits)));
  }

  private Future<Optional<Scale>> scale(Workload.Api kind) {
    var path =
        "/apis/%s/%s/namespaces/%s/%s/%s/scale"
            .formatted(
                kind.group(),
                kind.version(),
                config.pod().namespace(),
                kind.resource(),
                config.workload().name());
    return api.get(path, "scale")
        .map(
            reply ->
                reply instanceof ApiReply.Ok(JsonObject body)
                    ? Scale.read(body)
                    : Optional.empty());
  }

  private Future<Optional<WorkloadView>> view(
      Scale scale, Optional<List<ServiceEndpoints>> read, Limits limits) {
    return read.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : metrics
            .peers(scale.selector(), limits)
            .map(pods -> view(scale, read.get(), pods, limits));
  }

  /// The metrics tell which pods the selector matches, so they are needed without the guard too.
  private Optional<WorkloadView> view(
      Scale scale, List<ServiceEndpoints> read, Map<String, Double> pods, Limits limits) {
    return pods.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WorkloadView(
                scale.status(read, pods.keySet()),
                read,
                pods,
                PeerUtilization.thresholds(config.settings(), limits)));
  }
}
