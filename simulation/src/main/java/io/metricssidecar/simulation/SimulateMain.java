package io.metricssidecar.simulation;

import io.metricssidecar.simulation.output.PlotFiles;
import io.metricssidecar.simulation.output.Progress;
import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Runs random fleets and prints what was seen: with `--runs=N` the tables of N fleets, with
/// `--seed=N` one fleet with its last events; with `--plot=DIRECTORY` also plots of them. Ends with
/// 1 where the product broke its promise.
public final class SimulateMain {
  private SimulateMain() {}

  /// @param arguments `--runs=N` with `--from=N`, the first seed, or `--seed=N`; and
  ///   `--plot=DIRECTORY`
  static void main(String[] arguments) throws IOException {
    var options =
        Stream.of(arguments)
            .map(argument -> argument.split("=", 2))
            .filter(parts -> parts.length == 2 && !parts[1].isEmpty())
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    var plots = Optional.ofNullable(options.get("--plot")).map(Path::of).map(PlotFiles::new);
    var seed = options.get("--seed");
    var failed =
        seed == null
            ? sweep(
                Long.parseLong(options.getOrDefault("--from", "1")),
                Long.parseLong(options.getOrDefault("--runs", "10000")),
                plots)
            : replay(Long.parseLong(seed), plots);
    System.exit(failed ? 1 : 0);
  }

  private static boolean sweep(long from, long count, Optional<PlotFiles> plots)
      throws IOException {
    var progress = new Progress(count, System::nanoTime);
    var runs =
        runs(
            from,
            count,
            List.of(Decider.values()),
            _ -> progress.done().ifPresent(System.err::println));
    System.out.println(Report.of(runs));
    if (plots.isPresent()) {
      plots.get().agents(Report.agents(runs));
    }
    return runs.stream().anyMatch(Run::failed);
  }

  /// The runs of some scenarios, each with each decider, in the order of their seeds.
  static List<Run> runs(long from, long count, List<Decider> deciders) {
    return runs(from, count, deciders, _ -> {});
  }

  /// One seed is one task, so that all processors are in use until the end.
  private static List<Run> runs(
      long from, long count, List<Decider> deciders, Consumer<Long> done) {
    return LongStream.range(from, from + count)
        .parallel()
        .boxed()
        .flatMap(
            seed -> {
              var scenario = Scenarios.random(seed);
              var runs = deciders.stream().map(decider -> Run.of(scenario, decider)).toList();
              done.accept(seed);
              return runs.stream();
            })
        .toList();
  }

  private static boolean replay(long seed, Optional<PlotFiles> plots) throws IOException {
    var scenario = Scenarios.random(seed);
    var world = new World(scenario, Decider.SHIPPED.agents());
    var run = Run.of(world.run(), Decider.SHIPPED);
    System.out.println(scenario);
    if (run.violations().isEmpty()) {
      System.out.println(String.join("\n", world.cluster().journal().lines()));
    }
    run.violations().forEach(violation -> System.out.println("\n" + violation.text()));
    System.out.println("\n" + run.figures());
    if (plots.isPresent()) {
      plots.get().timeline(new World(scenario, Decider.SHIPPED.agents()));
    }
    return run.failed();
  }
}
