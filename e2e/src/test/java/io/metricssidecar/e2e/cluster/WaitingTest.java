package io.metricssidecar.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final Duration NO_TIME = Duration.ZERO;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<String> lines = new ArrayList<>();
  private final Progress progress = lines::add;

  @Test
  void endsAtOnceWhereNothingIsMissing() {
    assertThat(Waiting.until("it", MINUTE, progress, Optional::empty)).isLessThan(MINUTE);
    assertThat(Waiting.untilTrue("it", MINUTE, progress, () -> true)).isLessThan(MINUTE);
    assertThat(Waiting.untilEqual("it", MINUTE, progress, () -> List.of("a"), List.of("a")))
        .isLessThan(MINUTE);
    assertThat(Waiting.untilLasting("it", NO_TIME, MINUTE, progress, Optional::empty))
        .isLessThan(MINUTE);
    assertThat(lines).isEmpty();
  }

  @Test
  void failsWithWhatIsStillMissing() {
    assertThatThrownBy(() -> Waiting.until("it", NO_TIME, progress, () -> Optional.of("a part")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("it: not within 0 s: a part");
    assertThatThrownBy(() -> Waiting.untilTrue("it", NO_TIME, progress, () -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessage("it: not within 0 s: not yet");
    assertThatThrownBy(() -> Waiting.untilEqual("it", NO_TIME, progress, () -> "b", "a"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("it: not within 0 s: expected a, found b");
  }

  @Test
  void failsWhereTheConditionDoesNotLast() {
    assertThatThrownBy(() -> Waiting.untilLasting("it", MINUTE, NO_TIME, progress, Optional::empty))
        .isInstanceOf(AssertionError.class)
        .hasMessage("it: not within 0 s: so for 0 s");
    assertThatThrownBy(
            () ->
                Waiting.untilLasting("it", NO_TIME, NO_TIME, progress, () -> Optional.of("a part")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("it: not within 0 s: a part");
  }

  @Test
  void reportsEveryTwentySecondsWhatIsMissing() {
    var observer = progress.observe("it");

    for (var second = 0; second <= 65; second++) {
      observer.missing(Duration.ofSeconds(second), "a part");
    }

    assertThat(lines).containsExactly("it, 21 s: a part", "it, 42 s: a part", "it, 63 s: a part");
  }
}
