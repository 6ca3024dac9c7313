package io.metricssidecar.simulation.world.load;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.api.SliceList.Endpoint;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.scenario.LoadPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The requests to the first Service, which go to its ready endpoints, and the work of single pods.
/// Second by second it charges the pods for them.
public final class Traffic {
  private static final Duration STEP = Duration.ofSeconds(1);

  private static final double STEP_SECONDS = 1;

  /// What one request costs.
  private static final double CORE_SECONDS_OF_REQUEST = 0.01;

  private final Cluster cluster;
  private final LoadPlan plan;
  private final Map<String, Queue> queues = new HashMap<>();
  private final Map<String, Double> highest = new HashMap<>();
  private Spread spread = Spread.NONE;
  private Requests requests = Requests.NONE;

  public Traffic(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    plan = cluster.scenario().load();
  }

  /// Begins.
  public void start() {
    cluster.time().after(STEP, this::step);
  }

  /// The requests so far.
  public Requests requests() {
    return requests;
  }

  private void step() {
    cluster.time().after(STEP, this::step);
    var now = cluster.time().now();
    var pods = cluster.pods();
    var running = new LinkedHashSet<String>();
    pods.stream().filter(Pod::appReady).map(Pod::uid).forEach(running::add);
    var ready = new LinkedHashSet<String>();
    cluster.services().getFirst().endpoints().stream()
        .filter(Endpoint::ready)
        .map(Endpoint::podUid)
        .forEach(ready::add);
    var closed = Math.min(1, 1.0 / plan.connectionLife().toSeconds());
    spread = spread.after(running, ready.stream().filter(running::contains).toList(), closed);
    var cores = plan.cores(now) + moved(pods, ready, now);
    var reached = 0.0;
    for (var pod : pods) {
      var share = spread.share(pod.uid(), ready, plan.keptShare());
      if (pod.appReady()) {
        reached += share;
        serve(pod, share * cores, own(pod, ready.contains(pod.uid()), now));
      } else {
        pod.use().add(0, 0, STEP_SECONDS, 0);
        pod.use().failed(share * cores / CORE_SECONDS_OF_REQUEST);
        queues.remove(pod.uid());
      }
    }
    var all = cores / CORE_SECONDS_OF_REQUEST;
    var lost = all * Math.max(0, 1 - reached);
    requests = requests.plus(new Requests(lost, 0, lost));
  }

  /// Work that followed the requests from pods that are no endpoints to the others.
  private double moved(List<Pod> pods, Set<String> ready, Duration now) {
    return pods.stream()
        .filter(pod -> !ready.contains(pod.uid()))
        .flatMap(pod -> plan.hotSpots(pod.number(), now).stream())
        .filter(LoadPlan.HotSpot::follows)
        .mapToDouble(LoadPlan.HotSpot::cores)
        .sum();
  }

  private double own(Pod pod, boolean ready, Duration now) {
    var spots = plan.hotSpots(pod.number(), now);
    if (spots.isEmpty()) {
      return 0;
    }
    return spots.stream()
        .filter(spot -> ready || !spot.follows())
        .mapToDouble(LoadPlan.HotSpot::cores)
        .sum();
  }

  private void serve(Pod pod, double cores, double own) {
    var fleet = cluster.scenario().fleet();
    var limit = fleet.cpuMillicores() / 1000.0;
    var served =
        queues.getOrDefault(pod.uid(), Queue.EMPTY).serve(cores + own, limit, STEP_SECONDS);
    queues.put(pod.uid(), served.queue());
    var count = cores / CORE_SECONDS_OF_REQUEST;
    requests = requests.plus(new Requests(count, count * served.late(), count * served.dropped()));
    var most = Math.max(highest.getOrDefault(pod.uid(), 0.0), served.used() / limit);
    highest.put(pod.uid(), most);
    var memory = Math.min(0.98, plan.memoryBase() + plan.memoryPerLoad() * most);
    pod.use().failed(count * (served.late() + served.dropped()));
    pod.use().add(cores + own, served.used(), STEP_SECONDS, memory * fleet.memoryBytes());
  }
}
