package io.metricssidecar.simulation.world.cluster;

import io.metricssidecar.simulation.world.time.Timeline;
import java.util.ArrayDeque;
import java.util.List;

/// The last events of a run, for people.
public final class Journal {
  private static final int KEPT = 80;

  private final Timeline time;
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  public Journal(Timeline time) {
    this.time = time;
  }

  /// Writes one line.
  public void note(String event) {
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(Math.round(time.now().toMillis() / 100.0) / 10.0 + " s  " + event);
  }

  /// The last lines, oldest first.
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
