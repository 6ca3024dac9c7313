package io.metricssidecar.simulation.world.server;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.simulation.world.api.PodMetricsList;
import io.metricssidecar.simulation.world.api.PodObject;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.api.SliceList;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Deployment;
import io.metricssidecar.simulation.world.cluster.Leases;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.cluster.Service;
import io.metricssidecar.simulation.world.time.Chance;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the API server answers about the objects in its store. Single objects are read live;
/// EndpointSlices may come from a cache that is some seconds behind.
final class Objects {
  private final Cluster cluster;
  private final Chance chance;

  Objects(Cluster cluster, Chance chance) {
    this.cluster = cluster;
    this.chance = chance;
  }

  /// Applies a request.
  @SuppressWarnings("unchecked") // The type of the answer follows from that of the request.
  <T> Reply<T> answer(Request<T> request) {
    return (Reply<T>)
        switch (request) {
          case Request.GetPod(String name) -> found(cluster.pod(name).map(this::pod));
          case Request.GetWorkload(String kind, String name) ->
              kind.equals(Deployment.KIND) && name.equals(Deployment.NAME)
                  ? new Reply.Ok<>(cluster.deployment().object())
                  : missing();
          case Request.ListSlices slices -> slices(slices);
          case Request.DiscoverMetrics() -> metricsUp() ? new Reply.Ok<>("v1beta1") : down();
          case Request.GetPodMetrics(String name) ->
              metricsUp() ? found(Optional.ofNullable(cluster.metrics().get(name))) : down();
          case Request.ListPodMetrics(Map<String, String> labels) ->
              metricsUp() ? new Reply.Ok<>(metrics(labels)) : down();
          case Request.GetLease(String name) ->
              name.equals(Leases.NAME) ? new Reply.Ok<>(cluster.leases().lease()) : missing();
          case Request.PutLease put ->
              cluster
                  .leases()
                  .put(put.lease())
                  .<Reply<?>>map(Reply.Ok::new)
                  .orElseGet(() -> new Reply.Status<>(409, Optional.empty()));
        };
  }

  private static Reply<?> found(Optional<?> object) {
    return object.<Reply<?>>map(Reply.Ok::new).orElseGet(Objects::missing);
  }

  private static Reply<?> missing() {
    return new Reply.Status<>(404, Optional.empty());
  }

  private static Reply<?> down() {
    return new Reply.Status<>(503, Optional.empty());
  }

  private boolean metricsUp() {
    return !Period.within(cluster.scenario().pipeline().outages(), cluster.time().now());
  }

  private PodObject pod(Pod pod) {
    var shown = pod.shown();
    var limits = cluster.scenario().fleet().limits();
    var deleted = pod.deleted();
    return new PodObject(
        pod.name(),
        pod.uid(),
        pod.number(),
        Deployment.LABELS,
        pod.node().name(),
        deleted == null ? null : cluster.wall(pod.node(), deleted),
        shown.ready(),
        List.of(
            new PodObject.Container("app", shown.appReady(), started(pod), limits),
            new PodObject.Container("metrics-sidecar", shown.ready(), started(pod), Limits.NONE)));
  }

  private @Nullable Instant started(Pod pod) {
    var started = pod.shown().appStarted();
    return started == null ? null : cluster.wall(pod.node(), started);
  }

  private PodMetricsList metrics(Map<String, String> labels) {
    var selected = Deployment.LABELS.entrySet().containsAll(labels.entrySet());
    return new PodMetricsList(selected ? List.copyOf(cluster.metrics().values()) : List.of());
  }

  /// All slices on one page: the Services of the world are few.
  private Reply<?> slices(Request.ListSlices request) {
    var items =
        cluster.services().stream()
            .filter(
                service ->
                    request.services().isEmpty() || request.services().contains(service.name()))
            .map(this::slice)
            .toList();
    return new Reply.Ok<>(new SliceList(items, ""));
  }

  private SliceList.Slice slice(Service service) {
    var staleness = cluster.scenario().api().staleness();
    var age = cluster.time().now().minus(service.changed());
    var cached =
        !staleness.isZero()
            && age.compareTo(staleness) < 0
            && age.toMillis() < staleness.toMillis() * chance.nextDouble();
    return new SliceList.Slice(service.name(), cached ? service.before() : service.endpoints());
  }
}
