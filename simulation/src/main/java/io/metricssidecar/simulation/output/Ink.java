package io.metricssidecar.simulation.output;

/// The look of a line or a bar. Lines differ in their dashes too, for readers who do not see
/// colours.
enum Ink {
  BLUE("#1b5faa", 2, "none"),
  ORANGE("#c2570c", 2, "6 3"),
  GREEN("#2b7a3d", 2, "2 2"),
  VIOLET("#7b3fa0", 2, "8 3 2 3"),
  AXIS("#444444", 1, "none"),
  GRID("#d8d8d8", 1, "none");

  private final String color;
  private final double width;
  private final String dashes;

  Ink(String color, double width, String dashes) {
    this.color = color;
    this.width = width;
    this.dashes = dashes;
  }

  String color() {
    return color;
  }

  double width() {
    return width;
  }

  String dashes() {
    return dashes;
  }
}
