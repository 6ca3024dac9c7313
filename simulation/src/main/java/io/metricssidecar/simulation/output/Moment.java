package io.metricssidecar.simulation.output;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import java.util.List;
import java.util.Locale;

/// The state of a simulated fleet at one time. Its text form is one line of a CSV file.
///
/// @param second of the run
/// @param desired pods
/// @param floor pods that are never shed
/// @param ready endpoints
/// @param slots in use
/// @param mean that running pods are offered, in percent of their limit
/// @param hottest the most that one of them is offered, in percent of its limit
record Moment(
    int second, int desired, int floor, int ready, int slots, double mean, double hottest) {
  static final String HEADER =
      "second,desired,floor,ready endpoints,slots in use,mean load %,hottest pod %";

  static Moment of(Cluster cluster) {
    var desired = cluster.deployment().desired();
    var limit = cluster.scenario().fleet().cpuMillicores() / 1000.0;
    var loads =
        cluster.pods().stream()
            .filter(Pod::appReady)
            .mapToDouble(pod -> 100 * pod.use().offered() / limit)
            .summaryStatistics();
    var ready =
        cluster.services().getFirst().endpoints().stream().filter(end -> end.ready()).count();
    return new Moment(
        (int) cluster.time().now().toSeconds(),
        desired,
        desired - cluster.settings().shedding().slots(desired),
        (int) ready,
        cluster.leases().record().holders().size(),
        loads.getAverage(),
        Math.max(0, loads.getMax()));
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%d,%d,%.1f,%.1f",
        second,
        desired,
        floor,
        ready,
        slots,
        mean,
        hottest);
  }

  static Moment of(String line) {
    var parts = List.of(line.split(",", -1));
    var whole = parts.stream().limit(5).map(Integer::valueOf).toList();
    return new Moment(
        whole.get(0),
        whole.get(1),
        whole.get(2),
        whole.get(3),
        whole.get(4),
        Double.parseDouble(parts.get(5)),
        Double.parseDouble(parts.get(6)));
  }
}
