package io.metricssidecar.simulation.fleet;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.simulation.world.api.Api;
import io.metricssidecar.simulation.world.api.LeaseObject;
import io.metricssidecar.simulation.world.api.PodMetricsList;
import io.metricssidecar.simulation.world.api.PodMetricsObject;
import io.metricssidecar.simulation.world.api.PodMetricsObject.Usage;
import io.metricssidecar.simulation.world.api.PodObject;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.api.SliceList;
import io.metricssidecar.simulation.world.api.WorkloadObject;
import io.metricssidecar.simulation.world.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// An API server with four pods that are always Ready, of which the first is the own one, and with
/// a Lease. It answers after ten milliseconds.
final class FixedApi implements Api {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  static final Limits LIMITS = new Limits(1000L, 1L << 30);

  private static final Map<String, String> LABELS = Map.of("app", "cart");
  private static final int PODS = 4;

  final List<Request<?>> requests = new ArrayList<>();
  LeaseObject lease =
      new LeaseObject("metrics-sidecar-cart", "lease-1", 1, Map.of("metrics-sidecar/format", "1"));
  double cores = 0.2;
  boolean answers = true;

  /// Reads of the Lease that will fail.
  int failingReads;

  private final Timeline time;

  FixedApi(Timeline time) {
    this.time = time;
  }

  @Override
  public <T> void send(Request<T> request, Duration timeout, Consumer<Reply<T>> reply) {
    requests.add(request);
    if (answers) {
      time.after(Duration.ofMillis(10), () -> reply.accept(answer(request)));
    } else {
      time.after(timeout, () -> reply.accept(new Reply.NoAnswer<>()));
    }
  }

  /// The body of an answer has the type that its request names.
  @SuppressWarnings("unchecked")
  private <T> Reply<T> answer(Request<T> request) {
    return (Reply<T>)
        switch (request) {
          case Request.GetPod(String name) -> new Reply.Ok<>(pod(name));
          case Request.GetWorkload _ -> new Reply.Ok<>(workload());
          case Request.ListSlices(_, int limit, String from) -> new Reply.Ok<>(slices(limit, from));
          case Request.DiscoverMetrics() -> new Reply.Ok<>("v1beta1");
          case Request.GetPodMetrics(String name) -> new Reply.Ok<>(metrics(name, cores));
          case Request.ListPodMetrics(Map<String, String> labels) ->
              new Reply.Ok<>(labels.equals(LABELS) ? all() : new PodMetricsList(List.of()));
          case Request.GetLease _ when failingReads > 0 -> failed();
          case Request.GetLease _ -> new Reply.Ok<>(lease);
          case Request.PutLease(LeaseObject written) -> put(written);
        };
  }

  private Reply<LeaseObject> failed() {
    failingReads--;
    return new Reply.Status<>(500, Optional.empty());
  }

  private Reply<LeaseObject> put(LeaseObject written) {
    if (!written.uid().equals(lease.uid())
        || written.resourceVersion() != lease.resourceVersion()) {
      return new Reply.Status<>(409, Optional.empty());
    }
    lease =
        new LeaseObject(
            lease.name(), lease.uid(), lease.resourceVersion() + 1, written.annotations());
    return new Reply.Ok<>(lease);
  }

  private static PodObject pod(String name) {
    var app = new PodObject.Container("app", true, BEGIN.minusSeconds(600), LIMITS);
    return new PodObject(name, "uid-" + name, 7, LABELS, "node-0", null, true, List.of(app));
  }

  private static WorkloadObject workload() {
    return new WorkloadObject(
        "Deployment",
        "cart",
        "uid",
        1,
        1,
        PODS,
        false,
        LABELS,
        PODS,
        PODS,
        PODS,
        PODS,
        false,
        true);
  }

  /// Two pages, the own pod on the second, where pages are asked for.
  private static SliceList slices(int limit, String from) {
    if (limit > 0 && from.isEmpty()) {
      return new SliceList(List.of(new SliceList.Slice("other", List.of())), "2");
    }
    var endpoints = new ArrayList<SliceList.Endpoint>();
    for (var pod = 0; pod < PODS; pod++) {
      var name = "cart-" + pod;
      endpoints.add(
          new SliceList.Endpoint(
              "uid-" + name, name, "10.0.0." + pod, "node-0", "zone-0", true, true, false));
    }
    return new SliceList(List.of(new SliceList.Slice("cart", endpoints)), "");
  }

  private PodMetricsList all() {
    var items = new ArrayList<PodMetricsObject>();
    items.add(metrics("cart-0", cores));
    for (var pod = 1; pod < PODS; pod++) {
      items.add(metrics("cart-" + pod, 0.2));
    }
    return new PodMetricsList(items);
  }

  /// A new sample every 15 s.
  private PodMetricsObject metrics(String pod, double used) {
    var tick = BEGIN.plusSeconds(time.now().toSeconds() / 15 * 15);
    return new PodMetricsObject(
        pod, tick, Duration.ofSeconds(15), List.of(new Usage("app", used, 100 << 20)));
  }
}
