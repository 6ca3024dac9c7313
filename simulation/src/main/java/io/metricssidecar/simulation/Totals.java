package io.metricssidecar.simulation;

import io.metricssidecar.simulation.world.load.Requests;
import io.metricssidecar.simulation.world.watch.Figures;
import io.metricssidecar.simulation.world.watch.overload.Overload;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The sums over some runs, for a column of the table.
///
/// @param runs at least one
record Totals(List<Run> runs) {
  Totals {
    runs = List.copyOf(runs);
  }

  /// Runs in which an invariant did not hold.
  long violated() {
    return runs.stream().filter(run -> !run.violations().isEmpty()).count();
  }

  /// Hours that were counted.
  double hours() {
    return seconds(Figures::counted) / 3600;
  }

  /// Seconds in an hour of a fleet.
  double secondsPerHour(Function<Figures, Duration> time) {
    return seconds(time) / hours();
  }

  /// Times in an hour of a fleet.
  double perHour(ToDoubleFunction<Figures> count) {
    return sum(count) / hours();
  }

  /// The mean of the desired replicas.
  double replicas() {
    return sum(Figures::replicaSeconds) / seconds(Figures::counted);
  }

  /// Requests to the API server per pod and minute.
  double apiRequests() {
    return sum(Figures::apiRequests) / sum(Figures::podSeconds) * 60;
  }

  /// The share of requests of a kind among all that were offered, from 0 to 1.
  double share(ToDoubleFunction<Requests> kind) {
    var all =
        runs.stream().map(run -> run.figures().requests()).reduce(Requests.NONE, Requests::plus);
    return all.offered() == 0 ? 0 : kind.applyAsDouble(all) / all.offered();
  }

  /// The time from the begin of an overload until the pod is no endpoint, that this share of sheds
  /// does not exceed; NaN without a shed.
  double spikeToOut(double share) {
    var sorted =
        runs.stream()
            .flatMap(run -> run.figures().overloads().overloads().stream())
            .filter(Overload::out)
            .map(Overload::length)
            .sorted()
            .toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.floor(share * (sorted.size() - 1))).toMillis() / 1000.0;
  }

  /// The share of sheds that answered a load which was over by the next sample, from 0 to 1; NaN
  /// without a shed.
  double falseSheds() {
    return sum(figures -> figures.overloads().falseSheds())
        / sum(figures -> figures.overloads().sheds());
  }

  private double seconds(Function<Figures, Duration> time) {
    return sum(figures -> time.apply(figures).toMillis() / 1000.0);
  }

  private double sum(ToDoubleFunction<Figures> value) {
    return runs.stream().mapToDouble(run -> value.applyAsDouble(run.figures())).sum();
  }
}
