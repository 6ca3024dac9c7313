package io.metricssidecar.simulation.output;

import io.metricssidecar.simulation.output.Svg.Anchor;
import io.metricssidecar.simulation.output.Svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The agents side by side: seconds below the floor and beyond the slots as bars, and the time from
/// overload to out as curves.
final class AgentsPlot {
  private static final List<Ink> INKS = List.of(Ink.BLUE, Ink.GREEN, Ink.ORANGE, Ink.VIOLET);
  private static final double BAR = 22;
  private static final int LONGEST = 240;

  private AgentsPlot() {}

  /// The drawing as SVG.
  ///
  /// @param agents at most four
  static String draw(List<AgentFigures> agents) {
    var svg = new Svg(880, 280);
    var most =
        agents.stream()
            .mapToDouble(agent -> Math.max(agent.belowFloor(), agent.beyondSlots()))
            .max()
            .orElse(1);
    var end = Panel.end(most);
    var bars = new Panel(50, 50, 260, 180, 2, end);
    bars.draw(svg, "seconds per hour of a fleet", 0, Panel.step(most));
    bars(svg, bars, agents, 0, "below the floor", AgentFigures::belowFloor);
    bars(svg, bars, agents, 1, "more pods out than slots", AgentFigures::beyondSlots);
    var curves = new Panel(380, 50, 280, 180, LONGEST, 100);
    curves.draw(svg, "share of sheds (%) by seconds from overload to out", 60, 25);
    for (var index = 0; index < agents.size(); index++) {
      svg.line(curve(curves, agents.get(index)), INKS.get(index));
      curves.legend(svg, index, INKS.get(index), agents.get(index).title());
    }
    return svg.document();
  }

  private static void bars(
      Svg svg,
      Panel panel,
      List<AgentFigures> agents,
      int group,
      String title,
      ToDoubleFunction<AgentFigures> value) {
    var middle = panel.at(group + 0.5, 0);
    svg.text(new Point(middle.x(), middle.y() + 16), Anchor.MIDDLE, title);
    for (var index = 0; index < agents.size(); index++) {
      var top = panel.at(0, value.applyAsDouble(agents.get(index)));
      var left = middle.x() + (index - agents.size() / 2.0) * BAR;
      svg.bar(left, top.y(), BAR - 2, middle.y() - top.y(), INKS.get(index));
    }
  }

  private static List<Point> curve(Panel panel, AgentFigures agent) {
    var points = new ArrayList<Point>();
    for (var index = 0; index < agent.out().size(); index++) {
      points.add(panel.at(agent.out().get(index), 100 * AgentFigures.SHARES.get(index)));
    }
    return points;
  }
}
