package io.metricssidecar.e2e;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/// The demo's table of pods: on a terminal it stays in its place and is written over; elsewhere it
/// is written again when something has changed, or after a while.
final class DemoTable {
  private static final Duration WHILE = Duration.ofSeconds(15);

  private final PrintStream out;
  private final boolean terminal;
  private int linesToWriteOver;
  private List<String> shown = List.of();
  private Duration shownAt = Duration.ZERO;

  DemoTable(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// Shows how things stand.
  ///
  /// @param passed since the step began
  void show(List<PodRow> rows, Duration passed) {
    var states = rows.stream().map(PodRow::state).toList();
    var due = passed.minus(shownAt).abs().compareTo(WHILE) >= 0;
    if (terminal || due || !states.equals(shown)) {
      write(rows, passed);
      shown = states;
      shownAt = passed;
    }
  }

  /// Leaves the table where it stands; the next one is written below.
  void leave() {
    linesToWriteOver = 0;
    shown = List.of();
  }

  private void write(List<PodRow> rows, Duration passed) {
    if (terminal && linesToWriteOver > 0) {
      out.printf("\033[%dA\033[J", linesToWriteOver);
    }
    out.printf("     after %d s%n%s%n", passed.toSeconds(), PodRow.heading());
    rows.forEach(row -> out.println(row.line()));
    linesToWriteOver = rows.size() + 2;
  }
}
