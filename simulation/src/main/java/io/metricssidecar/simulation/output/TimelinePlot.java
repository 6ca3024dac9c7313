package io.metricssidecar.simulation.output;

import io.metricssidecar.simulation.output.Svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// One run over its time: above the pods, below what they are offered.
final class TimelinePlot {
  private static final double MINUTE = 60;
  private static final double MAX_LOAD = 200;

  private TimelinePlot() {}

  /// The drawing as SVG.
  ///
  /// @param moments in the order of time, at least one
  static String draw(List<Moment> moments) {
    var svg = new Svg(880, 480);
    var minutes = Math.max(1, moments.getLast().second() / MINUTE);
    var most = moments.stream().mapToInt(m -> Math.max(m.desired(), m.ready())).max().orElse(1);
    var pods = new Panel(50, 40, 640, 170, minutes, Panel.end(most));
    pods.draw(svg, "pods, by minutes of the run", 5, Panel.step(most));
    curve(svg, pods, moments, 0, Ink.GREEN, "desired", Moment::desired);
    curve(svg, pods, moments, 1, Ink.BLUE, "ready endpoints", Moment::ready);
    curve(svg, pods, moments, 2, Ink.ORANGE, "floor", Moment::floor);
    curve(svg, pods, moments, 3, Ink.VIOLET, "slots in use", Moment::slots);
    var load = new Panel(50, 280, 640, 170, minutes, MAX_LOAD);
    load.draw(svg, "load offered, % of the limit (200 and more at the top)", 5, 50);
    curve(svg, load, moments, 0, Ink.BLUE, "mean of all pods", Moment::mean);
    curve(svg, load, moments, 1, Ink.ORANGE, "hottest pod", Moment::hottest);
    return svg.document();
  }

  /// A value holds until the next moment, so lines have steps.
  private static void curve(
      Svg svg,
      Panel panel,
      List<Moment> moments,
      int number,
      Ink ink,
      String title,
      ToDoubleFunction<Moment> value) {
    var points = new ArrayList<Point>();
    var last = Double.NaN;
    for (var moment : moments) {
      var next = value.applyAsDouble(moment);
      if (next != last) {
        var minute = moment.second() / MINUTE;
        if (!Double.isNaN(last)) {
          points.add(panel.at(minute, last));
        }
        points.add(panel.at(minute, next));
        last = next;
      }
    }
    points.add(panel.at(moments.getLast().second() / MINUTE, last));
    svg.line(points, ink);
    panel.legend(svg, number, ink, title);
  }
}
