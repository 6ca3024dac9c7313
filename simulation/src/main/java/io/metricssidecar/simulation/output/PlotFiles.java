package io.metricssidecar.simulation.output;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The plots in a directory: of each the data as CSV, and the SVG that is drawn from them.
///
/// @param directory that exists
public record PlotFiles(Path directory) {
  private static final Duration STEP = Duration.ofSeconds(5);

  public PlotFiles {
    requireNonNull(directory, "directory is null");
  }

  /// Draws the agents beside each other.
  public void agents(List<AgentFigures> agents) throws IOException {
    write("agents", AgentFigures.HEADER, agents.stream().map(AgentFigures::line).toList());
  }

  /// Lets a world pass and draws its time.
  public void timeline(World world) throws IOException {
    var lines = new ArrayList<String>();
    var end = world.cluster().scenario().length();
    for (var at = Duration.ZERO; at.compareTo(end) <= 0; at = at.plus(STEP)) {
      world.runUntil(at);
      lines.add(Moment.of(world.cluster()).line());
    }
    write("timeline", Moment.HEADER, lines);
  }

  private void write(String name, String header, List<String> lines) throws IOException {
    Files.writeString(
        directory.resolve(name + ".csv"),
        Stream.concat(Stream.of(header), lines.stream())
            .collect(Collectors.joining("\n", "", "\n")));
    Files.writeString(directory.resolve(name + ".svg"), drawn(name));
  }

  /// The SVG of a plot as it follows from its data.
  ///
  /// @param name `agents` or `timeline`
  String drawn(String name) throws IOException {
    return switch (name) {
      case "agents" -> AgentsPlot.draw(read(name, AgentFigures::of));
      case "timeline" -> TimelinePlot.draw(read(name, Moment::of));
      default -> throw new IllegalArgumentException("no such plot: " + name);
    };
  }

  private <T> List<T> read(String name, Function<String, T> reader) throws IOException {
    try (var lines = Files.lines(directory.resolve(name + ".csv"))) {
      return lines.skip(1).map(reader).toList();
    }
  }
}
