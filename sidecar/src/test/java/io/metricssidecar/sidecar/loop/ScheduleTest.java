package io.metricssidecar.sidecar.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.sidecar.loop.Schedule.Knowledge;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration START = Duration.ofSeconds(100);

  private final Schedule schedule = new Schedule(Duration.ofSeconds(15), START);

  @Test
  void pollsAreAFifthOfTheIntervalApartFromItAtMost() {
    assertThat(schedule.calmPause(0, Optional.empty())).isEqualTo(Duration.ofSeconds(12));
    assertThat(schedule.calmPause(0.5, Optional.empty())).isEqualTo(Duration.ofSeconds(15));
    assertThat(schedule.calmPause(1, Optional.empty())).isEqualTo(Duration.ofSeconds(18));
  }

  @Test
  void serverThatAsksForItIsLeftAloneForFiveMinutesAtMost() {
    assertThat(schedule.calmPause(0.5, Optional.of(Duration.ofSeconds(60))))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(schedule.calmPause(0.5, Optional.of(Duration.ofDays(1))))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void newbornAsksAfterOneTwoFourAndEightSecondsAndThenAsEverybody() {
    assertThat(
            Stream.generate(() -> schedule.firstSamplePause(0.5, Optional.empty()))
                .limit(6)
                .map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
  }

  @Test
  void whatChangesRarelyIsReadAtOnceAndThenEveryFiveMinutes() {
    assertThat(schedule.refreshDue(START)).isTrue();

    schedule.refreshed(START, Knowledge.COMPLETE);

    assertThat(schedule.refreshDue(START.plusSeconds(299))).isFalse();
    assertThat(schedule.refreshDue(START.plusSeconds(300))).isTrue();
  }

  @Test
  void whatIsMissingIsAskedForAfterEverLongerPauses() {
    schedule.refreshed(START, Knowledge.PARTIAL);
    assertThat(schedule.refreshDue(START.plusSeconds(1))).isFalse();
    assertThat(schedule.refreshDue(START.plusSeconds(2))).isTrue();

    schedule.refreshed(START, Knowledge.PARTIAL);
    assertThat(schedule.refreshDue(START.plusSeconds(3))).isFalse();
    assertThat(schedule.refreshDue(START.plusSeconds(4))).isTrue();
  }

  @Test
  void pausesGrowToFiveMinutesAndBeginAgainOnceAllWasKnown() {
    for (var read = 0; read < 12; read++) {
      schedule.refreshed(START, Knowledge.PARTIAL);
    }
    assertThat(schedule.refreshDue(START.plusSeconds(299))).isFalse();
    assertThat(schedule.refreshDue(START.plusSeconds(300))).isTrue();

    schedule.refreshed(START, Knowledge.COMPLETE);
    schedule.refreshed(START, Knowledge.PARTIAL);

    assertThat(schedule.refreshDue(START.plusSeconds(1))).isFalse();
    assertThat(schedule.refreshDue(START.plusSeconds(2))).isTrue();
  }

  @Test
  void slotIsConfirmedAtEachThirdTickAlsoWhereTicksAreMillisecondsEarly() {
    assertThat(schedule.confirmDue(START)).isTrue();

    schedule.confirming(START);

    assertThat(schedule.confirmDue(START.plusMillis(2_050))).isFalse();
    assertThat(schedule.confirmDue(START.plusMillis(2_950))).isTrue();
    assertThat(schedule.confirmDue(START.plusSeconds(3))).isTrue();
  }
}
