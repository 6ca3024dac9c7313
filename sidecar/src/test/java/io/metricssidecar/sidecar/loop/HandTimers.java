package io.metricssidecar.sidecar.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Timers for one thread, whose tasks run while time is moved.
final class HandTimers implements Timers {
  private final List<Waiting> tasks = new ArrayList<>();
  private Duration passed = Duration.ZERO;

  /// @param interval until it is due again; null where it runs once
  private record Waiting(Duration due, @Nullable Duration interval, Runnable task) {}

  /// Since the beginning.
  Duration passed() {
    return passed;
  }

  @Override
  public void once(Duration wait, Runnable task) {
    tasks.add(new Waiting(passed.plus(wait), null, task));
  }

  @Override
  public void every(Duration interval, Runnable task) {
    tasks.add(new Waiting(passed.plus(interval), interval, task));
  }

  /// Lets time pass and runs what is due.
  void pass(Duration time) {
    var end = passed.plus(time);
    for (var due = due(end); due.isPresent(); due = due(end)) {
      var next = due.get();
      tasks.remove(next);
      passed = next.due();
      var interval = next.interval();
      if (interval != null) {
        tasks.add(new Waiting(next.due().plus(interval), interval, next.task()));
      }
      next.task().run();
    }
    passed = end;
  }

  private Optional<Waiting> due(Duration end) {
    return tasks.stream()
        .filter(waiting -> waiting.due().compareTo(end) <= 0)
        .min(Comparator.comparing(Waiting::due));
  }
}
