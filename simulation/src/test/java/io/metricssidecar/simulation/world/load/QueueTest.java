package io.metricssidecar.simulation.world.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metricssidecar.simulation.world.load.Queue.Served;
import org.junit.jupiter.api.Test;

class QueueTest {
  @Test
  void whatFitsIsServedAtOnce() {
    assertThat(Queue.EMPTY.serve(0.4, 1, 1)).isEqualTo(new Served(Queue.EMPTY, 0.4, 0, 0));
  }

  @Test
  void whatDoesNotFitWaitsAndIsLate() {
    var first = Queue.EMPTY.serve(3, 1, 1);
    assertThat(first.used()).isEqualTo(1);
    assertThat(first.queue().coreSeconds()).isCloseTo(2, within(1e-9));
    assertThat(first.late()).isEqualTo(1);
    assertThat(first.dropped()).isZero();
  }

  @Test
  void aFullQueueDropsTheRest() {
    var served = new Queue(5).serve(2, 1, 1);
    assertThat(served.queue()).isEqualTo(new Queue(5));
    assertThat(served.dropped()).isCloseTo(0.5, within(1e-9));
    assertThat(served.late()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aQueueIsWorkedOffWhenTheLoadFalls() {
    assertThat(new Queue(0.5).serve(0, 1, 1)).isEqualTo(new Served(Queue.EMPTY, 0.5, 0, 0));
  }
}
