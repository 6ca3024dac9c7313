package io.metricssidecar.simulation;

import io.metricssidecar.simulation.output.AgentFigures;
import io.metricssidecar.simulation.world.agent.Stage;
import io.metricssidecar.simulation.world.load.Requests;
import io.metricssidecar.simulation.world.scenario.Group;
import io.metricssidecar.simulation.world.watch.Figures;
import io.metricssidecar.simulation.world.watch.Invariant;
import io.metricssidecar.simulation.world.watch.overload.StageTotals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What many runs have shown, as text for people: tables in Markdown, and the seeds of the runs in
/// which the product broke its promise.
final class Report {
  /// Seeds that are named for each invariant.
  private static final int NAMED = 8;

  /// One row of a table.
  private record Row(String name, Function<Totals, String> value) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("fleets", totals -> Integer.toString(totals.runs().size())),
          new Row("fleets with an invariant violated", t -> Long.toString(t.violated())),
          new Row(
              "more pods out because of us than slots, s/h",
              totals -> number(totals.secondsPerHour(Figures::oursBeyond))),
          new Row("below the floor, s/h", t -> number(t.secondsPerHour(Figures::belowFloor))),
          new Row("without a ready endpoint, s/h", t -> number(t.secondsPerHour(Figures::atZero))),
          new Row("sheds per hour", totals -> number(totals.perHour(Figures::sheds))),
          new Row("changes of readiness per hour", t -> number(t.perHour(Figures::flips))),
          new Row("overload to out, s (median)", totals -> number(totals.spikeToOut(0.5))),
          new Row("overload to out, s (95 %)", totals -> number(totals.spikeToOut(0.95))),
          new Row("sheds for a load that is over", t -> percent(t.falseSheds())),
          new Row("requests late, %", totals -> percent(totals.share(Requests::late))),
          new Row("requests dropped, %", totals -> percent(totals.share(Requests::dropped))),
          new Row("replicas wanted (mean)", totals -> number(totals.replicas())),
          new Row(
              "requests to the API server per pod and minute",
              totals -> number(totals.apiRequests())));

  private Report() {}

  /// Everything.
  static String of(List<Run> runs) {
    var tables = Stream.of(Group.values()).map(group -> table(group, runs));
    return Stream.concat(tables, Stream.of(stages(runs), failures(runs)))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String table(Group group, List<Run> all) {
    var runs = all.stream().filter(run -> run.group() == group).toList();
    var columns = new ArrayList<Totals>();
    var names = new ArrayList<String>();
    for (var decider : Decider.values()) {
      var own = runs.stream().filter(run -> run.decider() == decider).toList();
      if (!own.isEmpty()) {
        names.add(decider.title());
        columns.add(new Totals(own));
      }
    }
    if (columns.isEmpty()) {
      return "";
    }
    var lines = new ArrayList<String>();
    lines.add(group.title() + "\n");
    lines.add("| | " + String.join(" | ", names) + " |");
    lines.add("|---|" + "---|".repeat(names.size()));
    for (var row : ROWS) {
      var values = columns.stream().map(row.value()).collect(Collectors.joining(" | "));
      lines.add("| %s | %s |".formatted(row.name(), values));
    }
    return String.join("\n", lines) + "\n";
  }

  /// What a plot shows of each decider, in the fleets of the first table.
  static List<AgentFigures> agents(List<Run> runs) {
    return Stream.of(Decider.values())
        .map(
            decider ->
                new Totals(
                    runs.stream()
                        .filter(run -> run.decider() == decider && run.group() == Group.FLOOR)
                        .toList()))
        .filter(totals -> !totals.runs().isEmpty())
        .map(
            totals ->
                new AgentFigures(
                    totals.runs().getFirst().decider().title(),
                    totals.secondsPerHour(Figures::belowFloor),
                    totals.secondsPerHour(Figures::oursBeyond),
                    AgentFigures.SHARES.stream()
                        .map(share -> totals.spikeToOut(Math.min(1, share)))
                        .filter(seconds -> !seconds.isNaN())
                        .toList()))
        .toList();
  }

  /// What the overloads of the product's pods waited for, in the fleets of the first table.
  private static String stages(List<Run> runs) {
    var own =
        runs.stream()
            .filter(run -> run.decider() == Decider.SHIPPED && run.group() == Group.FLOOR)
            .map(Run::figures)
            .toList();
    var stages =
        new StageTotals(
            own.stream().map(Figures::overloads).toList(),
            own.stream().mapToDouble(figures -> figures.requests().offered()).sum());
    var lines = new ArrayList<String>();
    lines.add("What an overloaded pod waits for, mean seconds of an overload\n");
    lines.add("| | it is shed | it is not | requests late or dropped meanwhile, % |");
    lines.add("|---|---|---|---|");
    lines.add("| overloads | %d | %d | |".formatted(stages.count(true), stages.count(false)));
    for (var stage : Stage.values()) {
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  stage.title(),
                  number(stages.seconds(stage, true)),
                  number(stages.seconds(stage, false)),
                  percent(stages.failed(stage))));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String failures(List<Run> runs) {
    var failed = new EnumMap<Invariant, List<Run>>(Invariant.class);
    runs.stream()
        .filter(Run::failed)
        .forEach(
            run ->
                run.violations()
                    .forEach(
                        violation ->
                            failed
                                .computeIfAbsent(violation.invariant(), _ -> new ArrayList<>())
                                .add(run)));
    return failed.entrySet().stream()
        .map(entry -> failure(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String failure(Invariant invariant, List<Run> runs) {
    var seeds = runs.stream().limit(NAMED).map(run -> Long.toString(run.seed())).toList();
    return "%s, in %d fleets: %s; seeds %s\n  %s"
        .formatted(
            invariant,
            runs.size(),
            invariant.sentence(),
            String.join(", ", seeds),
            runs.getFirst().command());
  }

  private static String percent(double share) {
    return number(share * 100);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
  }
}
