package io.metricssidecar.simulation.world.time;

import java.time.Duration;
import java.util.PriorityQueue;

/// The timeline of the whole world. Time passes only here, from task to task.
public final class EventQueue implements Timeline {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private Duration now = Duration.ZERO;
  private long nanos;
  private long added;

  /// A task and its moment, in nanoseconds: a queue compares moments more often than anything else.
  private record Task(long at, long number, Runnable run) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  @Override
  public Duration now() {
    return now;
  }

  @Override
  public void after(Duration wait, Runnable task) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("wait is negative: " + wait);
    }
    tasks.add(new Task(Math.addExact(nanos, wait.toNanos()), added++, task));
  }

  /// Runs all tasks up to a time, that time included, and those that they add.
  ///
  /// @param end which becomes the present time
  /// @param observer runs after each task
  public void runUntil(Duration end, Runnable observer) {
    var last = end.toNanos();
    for (var next = tasks.peek(); next != null && next.at <= last; next = tasks.peek()) {
      tasks.remove();
      pass(next.at);
      next.run.run();
      observer.run();
    }
    pass(Math.max(last, nanos));
  }

  private void pass(long moment) {
    if (moment != nanos) {
      nanos = moment;
      now = Duration.ofNanos(moment);
    }
  }
}
