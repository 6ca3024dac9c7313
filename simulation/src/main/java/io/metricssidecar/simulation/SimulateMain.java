package io.metricssidecar.simulation;

import io.metricssidecar.simulation.world.World;
import io.metricssidecar.simulation.world.scenario.Scenarios;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Runs random fleets and prints what was seen: with `--runs=N` the tables of N fleets, with
/// `--seed=N` one fleet with its last events. Ends with 1 where the product broke its promise.
public final class SimulateMain {
  private SimulateMain() {}

  /// @param arguments `--runs=N` with `--from=N`, the first seed, or `--seed=N`
  static void main(String[] arguments) {
    var options =
        Stream.of(arguments)
            .map(argument -> argument.split("=", 2))
            .filter(parts -> parts.length == 2 && !parts[1].isEmpty())
            .collect(Collectors.toMap(parts -> parts[0], parts -> Long.parseLong(parts[1])));
    var seed = options.get("--seed");
    var failed =
        seed == null
            ? sweep(options.getOrDefault("--from", 1L), options.getOrDefault("--runs", 10_000L))
            : replay(seed);
    System.exit(failed ? 1 : 0);
  }

  private static boolean sweep(long from, long count) {
    var runs = runs(from, count, List.of(Decider.values()));
    System.out.println(Report.of(runs));
    return runs.stream().anyMatch(Run::failed);
  }

  /// The runs of some scenarios, each with each decider, in the order of their seeds.
  static List<Run> runs(long from, long count, List<Decider> deciders) {
    return LongStream.range(from, from + count)
        .parallel()
        .boxed()
        .flatMap(seed -> deciders.stream().map(d -> Run.of(Scenarios.random(seed), d)))
        .toList();
  }

  private static boolean replay(long seed) {
    var scenario = Scenarios.random(seed);
    var world = new World(scenario, Decider.SHIPPED.agents());
    var run = Run.of(world.run(), Decider.SHIPPED);
    System.out.println(scenario);
    if (run.violations().isEmpty()) {
      System.out.println(String.join("\n", world.cluster().journal().lines()));
    }
    run.violations().forEach(violation -> System.out.println("\n" + violation.text()));
    System.out.println("\n" + run.figures());
    return run.failed();
  }
}
