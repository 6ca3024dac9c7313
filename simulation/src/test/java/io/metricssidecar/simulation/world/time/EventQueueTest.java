package io.metricssidecar.simulation.world.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private final EventQueue queue = new EventQueue();
  private final ArrayList<String> log = new ArrayList<>();

  private void at(long seconds, String name) {
    queue.after(
        Duration.ofSeconds(seconds), () -> log.add(name + " at " + queue.now().toSeconds()));
  }

  @Test
  void tasksRunInTheOrderOfTimeAndThenOfArrival() {
    at(2, "late");
    at(1, "first");
    at(1, "second");
    queue.runUntil(Duration.ofSeconds(5), () -> {});
    assertThat(log).containsExactly("first at 1", "second at 1", "late at 2");
  }

  @Test
  void aTaskThatIsAddedOnTheWayRunsInTheSameRun() {
    queue.after(Duration.ofSeconds(1), () -> at(0, "now"));
    queue.after(Duration.ofSeconds(1), () -> at(3, "too late"));
    queue.runUntil(Duration.ofSeconds(3), () -> {});
    assertThat(log).containsExactly("now at 1");
    assertThat(queue.now()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void theObserverSeesTheWorldAfterEachTask() {
    at(1, "one");
    at(2, "two");
    var seen = new ArrayList<Integer>();
    queue.runUntil(Duration.ofSeconds(2), () -> seen.add(log.size()));
    assertThat(seen).containsExactly(1, 2);
  }

  @Test
  void nothingIsPutIntoThePast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.after(Duration.ofMillis(-1), () -> {}))
        .withMessage("wait is negative: PT-0.001S");
  }
}
