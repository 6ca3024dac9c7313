package io.metricssidecar.simulation.world.load;

/// The work that waits for CPU in one pod, as an immutable value.
///
/// @param coreSeconds that are needed for it
public record Queue(double coreSeconds) {
  /// Nothing waits.
  public static final Queue EMPTY = new Queue(0);

  /// What waits longer is late.
  private static final double LATE_SECONDS = 0.5;

  /// What would wait longer is dropped: clients give up.
  private static final double FULL_SECONDS = 5;

  /// What became of the work of some seconds.
  ///
  /// @param queue after them
  /// @param used CPU, in cores
  /// @param late share of the new work that waits too long
  /// @param dropped share of the new work that does not fit into the queue
  public record Served(Queue queue, double used, double late, double dropped) {}

  /// Serves new work for some seconds.
  ///
  /// @param offered new work, in cores
  /// @param limit of the container, in cores
  public Served serve(double offered, double limit, double seconds) {
    var added = offered * seconds;
    var able = limit * seconds;
    var all = coreSeconds + added;
    var done = Math.min(all, able);
    var left = all - done;
    var kept = Math.min(left, FULL_SECONDS * limit);
    var dropped = added == 0 ? 0 : Math.min(1, (left - kept) / added);
    var waits = (coreSeconds + kept) / 2 / limit;
    var late = waits > LATE_SECONDS ? 1 - dropped : 0;
    return new Served(new Queue(kept), done / seconds, late, dropped);
  }
}
