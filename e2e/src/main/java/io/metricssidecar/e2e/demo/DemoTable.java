package io.metricssidecar.e2e.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/// The demo's table of pods: on a terminal it is overwritten in place; elsewhere it is written
/// again when a state has changed, or after 15 seconds.
final class DemoTable {
  private static final Duration MAX_SILENCE = Duration.ofSeconds(15);

  private final PrintStream out;
  private final boolean terminal;
  private int linesToWriteOver;
  private List<String> shown = List.of();
  private Duration shownAt = Duration.ZERO;

  DemoTable(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// Shows the current rows.
  ///
  /// @param passed since the step began
  void show(List<PodRow> rows, Duration passed) {
    var states = rows.stream().map(PodRow::state).toList();
    var due = passed.minus(shownAt).abs().compareTo(MAX_SILENCE) >= 0;
    if (terminal || due || !states.equals(shown)) {
      write(rows, passed);
      shown = states;
      shownAt = passed;
    }
  }

  /// Keeps the table as it is; the next one is written below.
  void keep() {
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
