package io.metricssidecar.contract.sidecar;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.testing.generators.Gens;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
  @ParameterizedTest
  @CsvSource({
    "5, 1, 2, 1, 11, 6",
    "5, 5, 2, 1, 15, 10",
    "5, 20, 2, 3, 60, 80",
    "1, 60, 20, 20, 1260, 1260"
  })
  void theKubeletNoticesAfterAPeriodOrATimeoutForEachAnswerAndTheLastOnesTimeout(
      int period, int timeout, int failures, int successes, int unready, int ready) {
    var probe = new Probe(0, period, timeout, failures, successes);

    assertThat(probe.untilUnready()).isEqualTo(Duration.ofSeconds(unready));
    assertThat(probe.untilReady()).isEqualTo(Duration.ofSeconds(ready));
  }

  /// A kubelet's worker (`kubelet/prober/worker.go`) that probes at each tick, waits for the
  /// answer, and finds at most one tick that it has missed. Answers take any time up to the
  /// timeout; the sidecar's answer changes at any moment.
  @Test
  void noWorkerOfAKubeletNeedsLonger() {
    forAll(
        Gens.integers(1, 12),
        Gens.longs(),
        2000,
        (period, seed) -> {
          var random = new Random(seed);
          var timeout = 1 + random.nextInt(20);
          var successes = 1 + random.nextInt(4);
          var probe = new Probe(0, period, timeout, 1, successes);

          assertThat(millisUntilReady(probe, random))
              .isLessThanOrEqualTo(probe.untilReady().toMillis());
        });
  }

  /// The time from the change to 200 until the worker has seen enough of them in a row.
  private static long millisUntilReady(Probe probe, Random random) {
    var period = probe.periodSeconds() * 1000L;
    var change = (long) random.nextInt(60_000);
    var begin = 0L;
    var tick = 0L;
    var seen = 0;
    while (true) {
      var took = (long) random.nextInt(probe.timeoutSeconds() * 1000 + 1);
      // The sidecar answers at some moment between the two.
      var answered = begin + random.nextLong(took + 1);
      seen = answered >= change ? seen + 1 : 0;
      if (seen == probe.successThreshold()) {
        return begin + took - change;
      }
      var end = begin + took;
      // The newest tick that fits into the channel; a later one is dropped.
      tick = tick + period;
      begin = Math.max(tick, end);
      while (tick + period <= begin) {
        tick = tick + period;
      }
    }
  }
}
