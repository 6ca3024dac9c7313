package io.metricssidecar.simulation.world.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The timeline of the whole world. Time passes only here, from task to task.
public final class EventQueue implements Timeline {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
  private Duration now = Duration.ZERO;
  private long added;

  private record Task(Duration at, long number, Runnable run) {}

  @Override
  public Duration now() {
    return now;
  }

  @Override
  public void after(Duration wait, Runnable task) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("wait is negative: " + wait);
    }
    tasks.add(new Task(now.plus(wait), added++, task));
  }

  /// Runs all tasks up to a time, that time included, and those that they add.
  ///
  /// @param end which becomes the present time
  /// @param observer runs after each task
  public void runUntil(Duration end, Runnable observer) {
    for (var next = tasks.peek();
        next != null && next.at().compareTo(end) <= 0;
        next = tasks.peek()) {
      tasks.remove();
      now = next.at();
      next.run().run();
      observer.run();
    }
    now = end.compareTo(now) > 0 ? end : now;
  }
}
