package io.metricssidecar.simulation.world.load;

/// Counts of requests. They are no whole numbers, since load is a flow here.
///
/// @param offered all of them
/// @param late answered, but after waiting for CPU for more than half a second
/// @param dropped not answered: no pod was there, or the queue before it was full
public record Requests(double offered, double late, double dropped) {
  /// None.
  public static final Requests NONE = new Requests(0, 0, 0);

  /// The sum of two counts.
  public Requests plus(Requests other) {
    return new Requests(offered + other.offered, late + other.late, dropped + other.dropped);
  }

  /// The share of all requests that were late or dropped, from 0 to 1.
  public double badShare() {
    return offered == 0 ? 0 : (late + dropped) / offered;
  }
}
