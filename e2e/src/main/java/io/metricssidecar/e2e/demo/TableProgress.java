package io.metricssidecar.e2e.demo;

import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Progress;
import java.time.Duration;
import java.time.Instant;

/// Progress of one step of the demo: while something is awaited, the table of the application's
/// pods is shown.
final class TableProgress implements Progress, AutoCloseable {
  /// Time between two refreshes of the table.
  private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(2);

  private final DemoTable table;
  private final Namespace namespace;
  private final String app;
  private final Instant begin = Instant.now();
  private Instant shown = Instant.MIN;

  /// Progress of a step that begins now.
  TableProgress(DemoTable table, Namespace namespace, String app) {
    this.table = table;
    this.namespace = namespace;
    this.app = app;
  }

  @Override
  public void report(String line) {
    namespace.progress().report(line);
  }

  @Override
  public Observer observe(String what) {
    return (_, _) -> {
      if (shown.isBefore(Instant.now().minus(REFRESH_INTERVAL))) {
        show();
      }
    };
  }

  private void show() {
    table.show(PodRow.of(namespace, app), Duration.between(begin, Instant.now()));
    shown = Instant.now();
  }

  /// Ends the step: the table is shown once more and stays.
  @Override
  public void close() {
    show();
    table.keep();
  }
}
