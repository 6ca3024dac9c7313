package io.metricssidecar.simulation.output;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// What the plot shows of one agent. Its text form is one line of a CSV file.
///
/// @param title of the agent
/// @param belowFloor seconds per hour
/// @param beyondSlots seconds per hour with more pods out because of it than there are slots
/// @param out seconds from overload to out that 0, 5, … 100 % of its sheds do not exceed; empty
///   without a shed
public record AgentFigures(String title, double belowFloor, double beyondSlots, List<Double> out) {
  /// The shares of sheds in [#out], from 0 to 1.
  public static final List<Double> SHARES =
      DoubleStream.iterate(0, share -> share < 1.01, share -> share + 0.05).boxed().toList();

  static final String HEADER = "agent,below the floor s/h,beyond slots s/h,overload to out s …";

  public AgentFigures {
    requireNonNull(title, "title is null");
    out = List.copyOf(out);
  }

  String line() {
    return Stream.concat(Stream.of(belowFloor, beyondSlots), out.stream())
        .map(value -> String.format(Locale.ROOT, "%.2f", value))
        .collect(Collectors.joining(",", title + ",", ""));
  }

  static AgentFigures of(String line) {
    var parts = List.of(line.split(",", -1));
    var values = parts.stream().skip(1).map(Double::valueOf).toList();
    return new AgentFigures(
        parts.getFirst(), values.get(0), values.get(1), values.subList(2, values.size()));
  }
}
