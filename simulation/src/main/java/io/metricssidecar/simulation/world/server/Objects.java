package io.metricssidecar.simulation.world.server;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.simulation.world.api.PodMetricsList;
import io.metricssidecar.simulation.world.api.PodObject;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.api.SliceList;
import io.metricssidecar.simulation.world.api.SliceList.Endpoint;
import io.metricssidecar.simulation.world.api.SliceList.Slice;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Deployment;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.cluster.Service;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Slices;
import io.metricssidecar.simulation.world.time.Chance;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the API server answers about the objects in its store. Single objects are read live;
/// EndpointSlices may come from a cache that is some seconds behind.
final class Objects {
  private final Cluster cluster;
  private final Chance chance;
  private final List<Slice> others;

  /// What is left of a list of slices that is read page by page.
  private List<Slice> rest = List.of();

  private String token = "";
  private long tokens;

  Objects(Cluster cluster, Chance chance) {
    this.cluster = cluster;
    this.chance = chance;
    others = others(cluster.scenario().fleet().slices());
  }

  /// Applies a request.
  @SuppressWarnings("unchecked") // The type of the answer follows from that of the request.
  <T> Reply<T> answer(Request<T> request) {
    return (Reply<T>)
        switch (request) {
          case Request.GetPod(String name) -> found(cluster.pod(name).map(this::pod));
          case Request.GetWorkload(String kind, String name) ->
              cluster.deployment().reference().equals(new Workload(kind, name))
                  ? new Reply.Ok<>(cluster.deployment().object())
                  : missing();
          case Request.ListSlices slices -> slices(slices);
          case Request.DiscoverMetrics() -> metricsUp() ? new Reply.Ok<>("v1beta1") : down();
          case Request.GetPodMetrics(String name) ->
              metricsUp() ? found(Optional.ofNullable(cluster.metrics().get(name))) : down();
          case Request.ListPodMetrics(Map<String, String> labels) ->
              metricsUp() ? new Reply.Ok<>(metrics(labels)) : down();
          case Request.GetLease(String name) ->
              found(
                  Optional.of(cluster.leases().lease()).filter(lease -> lease.name().equals(name)));
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

  private Reply<?> slices(Request.ListSlices request) {
    var first = request.from().isEmpty();
    if (!first && !request.from().equals(token)) {
      // The version that the token names is compacted.
      return new Reply.Status<>(410, Optional.empty());
    }
    var all = first ? selected(request.services()) : rest;
    var length = request.limit() == 0 ? all.size() : Math.min(request.limit(), all.size());
    rest = all.subList(length, all.size());
    token = rest.isEmpty() ? "" : Long.toString(++tokens);
    return new Reply.Ok<>(new SliceList(all.subList(0, length), token));
  }

  /// The slices of some Services, or of the whole namespace, as they are now: later pages are of
  /// the same moment.
  private List<Slice> selected(Set<String> services) {
    var slices = new ArrayList<Slice>();
    for (var service : cluster.services()) {
      if (services.isEmpty() || services.contains(service.name())) {
        slices.addAll(slices(service));
      }
    }
    if (services.isEmpty()) {
      slices.addAll(slices.size() / 2, others);
    }
    return slices;
  }

  private List<Slice> slices(Service service) {
    var endpoints = endpoints(service);
    var size = cluster.scenario().fleet().slices().endpoints();
    var slices = new ArrayList<Slice>();
    for (var from = 0; from == 0 || from < endpoints.size(); from += size) {
      var to = Math.min(from + size, endpoints.size());
      slices.add(new Slice(service.name(), endpoints.subList(from, to)));
    }
    return slices;
  }

  /// Slices of Services that select other pods.
  private static List<Slice> others(Slices plan) {
    var endpoints =
        IntStream.range(0, plan.otherEndpoints())
            .mapToObj(
                pod ->
                    new Endpoint(
                        "other-uid-" + pod,
                        "other-" + pod,
                        "10.1.0." + pod,
                        "node-0",
                        "zone-0",
                        true,
                        true,
                        false))
            .toList();
    return IntStream.range(0, plan.others())
        .mapToObj(number -> new Slice("other-" + number, endpoints))
        .toList();
  }

  private List<Endpoint> endpoints(Service service) {
    var staleness = cluster.scenario().api().staleness();
    var age = cluster.time().now().minus(service.changed());
    var cached =
        !staleness.isZero()
            && age.compareTo(staleness) < 0
            && age.toMillis() < staleness.toMillis() * chance.nextDouble();
    return cached ? service.before() : service.endpoints();
  }
}
