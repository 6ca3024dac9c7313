package io.metricssidecar.simulation.output;

import io.metricssidecar.simulation.output.Svg.Anchor;
import io.metricssidecar.simulation.output.Svg.Point;
import java.util.List;

/// One pair of axes in a drawing, both from zero.
///
/// @param left x of the vertical axis
/// @param top y of the upper end
/// @param wide pixels
/// @param high pixels
/// @param mostX value at the right end
/// @param mostY value at the upper end
record Panel(double left, double top, double wide, double high, double mostX, double mostY) {
  private static final double GAP = 4;
  private static final double LINE = 16;

  /// Draws the axes with a grid.
  ///
  /// @param title above it
  /// @param stepX between two marks; 0 for none
  /// @param stepY between two marks
  void draw(Svg svg, String title, double stepX, double stepY) {
    svg.text(new Point(left, top - LINE), Anchor.START, title);
    for (var value = 0.0; value <= mostY; value += stepY) {
      svg.line(List.of(at(0, value), at(mostX, value)), Ink.GRID);
      svg.text(below(at(0, value), -GAP, GAP), Anchor.END, mark(value));
    }
    for (var value = 0.0; stepX > 0 && value <= mostX; value += stepX) {
      svg.text(below(at(value, 0), 0, LINE), Anchor.MIDDLE, mark(value));
    }
    svg.line(List.of(at(0, mostY), at(0, 0), at(mostX, 0)), Ink.AXIS);
  }

  /// Draws one entry of the legend, to the right of the axes.
  void legend(Svg svg, int number, Ink ink, String text) {
    var y = top + number * LINE;
    var x = left + wide + LINE;
    svg.line(List.of(new Point(x, y), new Point(x + 2 * LINE, y)), ink);
    svg.text(new Point(x + 2 * LINE + GAP, y + GAP), Anchor.START, text);
  }

  /// The position of a value; what is beyond an axis is drawn at its end.
  Point at(double x, double y) {
    return new Point(
        left + wide * Math.min(1, x / mostX), top + high * (1 - Math.min(1, y / mostY)));
  }

  private static Point below(Point point, double right, double down) {
    return new Point(point.x() + right, point.y() + down);
  }

  private static String mark(double value) {
    return Long.toString(Math.round(value));
  }

  /// A round step for about five marks.
  static double step(double most) {
    var magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(1, most) / 5)));
    for (var factor : new double[] {1, 2, 5, 10}) {
      if (Math.max(1, most) / (factor * magnitude) <= 5) {
        return Math.max(1, factor * magnitude);
      }
    }
    return Math.max(1, 10 * magnitude);
  }

  /// The first mark at or above a value.
  static double end(double most) {
    var step = step(most);
    return Math.max(step, Math.ceil(most / step) * step);
  }
}
