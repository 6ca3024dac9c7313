package io.metricssidecar.simulation.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void printsFiftyLinesWithTheTimeThatIsLeft() {
    var clock = new AtomicLong();
    var progress = new Progress(10_000, clock::get);
    var lines = new ArrayList<String>();
    for (var run = 0; run < 10_000; run++) {
      clock.addAndGet(Duration.ofMillis(60).toNanos());
      progress.done().ifPresent(lines::add);
    }
    assertThat(lines)
        .hasSize(50)
        .startsWith("200 of 10,000 fleets, 0 min 12 s; about 9 min 48 s left")
        .endsWith("10,000 of 10,000 fleets, 10 min 0 s; about 0 min 0 s left");
  }

  @Test
  void fewRunsHaveALineEach() {
    var progress = new Progress(2, () -> 0L);
    assertThat(progress.done()).contains("1 of 2 fleets, 0 min 0 s; about 0 min 0 s left");
  }
}
