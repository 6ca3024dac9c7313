package io.metricssidecar.cluster.loop;

import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.ServerMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The background work of a process, as its health and its metrics show it: all loops and the
/// watches that wake them. Any thread may add and read.
public final class Background {
  private final List<Loop> loops = new CopyOnWriteArrayList<>();
  private final List<Supplier<List<Watched<?>>>> shared = new CopyOnWriteArrayList<>();

  /// Adds a loop, with the watches that it has and will have.
  public void include(Loop loop) {
    loops.add(loop);
  }

  /// Adds watches that wake several loops.
  ///
  /// @param watches asked at each reading; empty until they are started
  public void includeWatches(Supplier<List<Watched<?>>> watches) {
    shared.add(watches);
  }

  /// What fails now and may recover by itself, as sentences: loops whose last run failed, and
  /// watches that are not up.
  public List<String> failing() {
    return Stream.concat(
            loops.stream().flatMap(loop -> failing(loop).stream()),
            watches()
                .filter(watch -> !watch.up())
                .map(watch -> "the watch of %s is not up".formatted(watch.name())))
        .toList();
  }

  private static List<String> failing(Loop loop) {
    return loop.runs().failing().stream()
        .map(
            failing ->
                "loop %s failed %d times since %s"
                    .formatted(loop.name(), failing.times(), failing.since()))
        .toList();
  }

  /// What only a new process can mend, as sentences: loops that have ended or are stuck, and
  /// watches that have stopped for good.
  public List<String> dead() {
    return Stream.concat(
            loops.stream().flatMap(loop -> loop.death().stream()),
            watches()
                .filter(Watched::stopped)
                .map(watch -> "the watch of %s has stopped".formatted(watch.name())))
        .toList();
  }

  /// The runs of the loops, and the state of the watches.
  public List<Metric> metrics() {
    return List.of(
        ServerMetrics.LOOP_RUNS.counter(
            loops.stream()
                .flatMap(
                    loop ->
                        Stream.of(
                            runs(loop, "success", loop.runs().succeeded()),
                            runs(loop, "failure", loop.runs().failed())))
                .toList()),
        ServerMetrics.LOOP_LAST_SUCCESS.gauge(
            loops.stream()
                .map(
                    loop ->
                        new Sample(
                            Map.of("loop", loop.name()),
                            loop.runs()
                                .success()
                                .map(success -> (double) success.getEpochSecond())
                                .orElse(Double.NaN)))
                .toList()),
        ServerMetrics.WATCH_UP.gauge(
            watches()
                .map(watch -> new Sample(Map.of("objects", watch.name()), watch.up() ? 1 : 0))
                .toList()));
  }

  private static Sample runs(Loop loop, String result, long count) {
    return new Sample(Map.of("loop", loop.name(), "result", result), count);
  }

  private Stream<Watched<?>> watches() {
    return Stream.concat(
        loops.stream().flatMap(loop -> loop.watches().stream()),
        shared.stream().flatMap(watches -> watches.get().stream()));
  }
}
