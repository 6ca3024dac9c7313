package io.metricssidecar.decision.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseAgeTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private static Duration at(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void whatWasNeverSeenIsNeverSettled() {
    assertThat(LeaseAge.NONE.settled(at(1_000_000), WAIT)).isFalse();
  }

  @Test
  void aLeaseIsSettledOnceItHasBeenTheSameForTheWholeWait() {
    var sight = LeaseAge.NONE.observed("a", at(5)).observed("a", at(24));

    assertThat(sight).isEqualTo(new LeaseAge("a", at(5)));
    assertThat(sight.settled(at(24), WAIT)).isFalse();
    assertThat(sight.settled(at(25), WAIT)).isTrue();
  }

  @Test
  void anotherLeaseStartsTheWaitAgain() {
    var sight = LeaseAge.NONE.observed("a", at(5)).observed("b", at(100));

    assertThat(sight).isEqualTo(new LeaseAge("b", at(100)));
    assertThat(sight.settled(at(119), WAIT)).isFalse();
  }

  @Test
  void aClockThatBeginsBelowZeroIsNoDifferentOne() {
    var sight = LeaseAge.NONE.observed("a", at(-50));

    assertThat(sight.settled(at(-31), WAIT)).isFalse();
    assertThat(sight.settled(at(-30), WAIT)).isTrue();
  }
}
