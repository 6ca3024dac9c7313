package io.metricssidecar.simulation.output;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A drawing as SVG text. The same calls give the same text on every machine.
final class Svg {
  private static final int FONT = 12;

  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;

  Svg(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /// A position, in pixels from the upper left corner.
  record Point(double x, double y) {}

  /// Where a text begins, ends or has its middle.
  enum Anchor {
    START,
    MIDDLE,
    END;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Svg bar(double x, double y, double wide, double high, Ink ink) {
    return add(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>"
            .formatted(number(x), number(y), number(wide), number(high), ink.color()));
  }

  Svg line(List<Point> points, Ink ink) {
    var path =
        points.stream()
            .map(point -> number(point.x()) + "," + number(point.y()))
            .collect(Collectors.joining(" "));
    return add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\"/>"
            .formatted(path, ink.color(), number(ink.width()), ink.dashes()));
  }

  Svg text(Point at, Anchor anchor, String text) {
    return add(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
            .formatted(number(at.x()), number(at.y()), anchor.word(), escaped(text)));
  }

  private Svg add(String element) {
    body.append("  ").append(element).append('\n');
    return this;
  }

  /// The whole document.
  String document() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" \
    font-size="%d">
      <rect width="%d" height="%d" fill="#ffffff"/>
    %s</svg>
    """
        .formatted(width, height, FONT, width, height, body);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
