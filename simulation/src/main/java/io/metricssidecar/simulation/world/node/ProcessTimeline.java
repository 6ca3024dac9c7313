package io.metricssidecar.simulation.world.node;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Node;
import io.metricssidecar.simulation.world.time.EventQueue;
import io.metricssidecar.simulation.world.time.Timeline;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// The timeline of one process with one thread: its tasks end with it, and wait while its node has
/// no CPU for it. A task never overtakes an earlier one that waits.
final class ProcessTimeline implements Timeline {
  private final EventQueue queue;
  private final Node node;
  private final RandomGenerator chance;
  private Duration resumes = Duration.ZERO;
  private boolean ended;

  ProcessTimeline(EventQueue queue, Node node, RandomGenerator chance) {
    this.queue = requireNonNull(queue, "queue is null");
    this.node = requireNonNull(node, "node is null");
    this.chance = requireNonNull(chance, "chance is null");
  }

  @Override
  public Duration now() {
    return queue.now();
  }

  @Override
  public void after(Duration wait, Runnable task) {
    queue.after(wait, () -> wake(task));
  }

  /// Something from outside wakes the process up.
  void wake(Runnable task) {
    var now = queue.now();
    if (now.compareTo(resumes) < 0) {
      queue.after(resumes.minus(now), () -> run(task));
    } else if (node.stall().isZero()) {
      run(task);
    } else {
      var stall = Duration.ofMillis((long) (node.stall().toMillis() * chance.nextDouble()));
      resumes = now.plus(stall);
      queue.after(stall, () -> run(task));
    }
  }

  private void run(Runnable task) {
    if (!ended && node.alive()) {
      task.run();
    }
  }

  /// The process has ended.
  void end() {
    ended = true;
  }
}
