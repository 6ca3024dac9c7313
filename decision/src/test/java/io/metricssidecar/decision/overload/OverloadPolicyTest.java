package io.metricssidecar.decision.overload;

import static io.metricssidecar.decision.overload.MachineFixture.CRITICAL;
import static io.metricssidecar.decision.overload.MachineFixture.HIGH;
import static io.metricssidecar.decision.overload.MachineFixture.LOW;
import static io.metricssidecar.decision.overload.MachineFixture.MID;
import static io.metricssidecar.decision.overload.MachineFixture.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.overload.Event.Denied.Retry;
import io.metricssidecar.decision.overload.Phase.Active;
import io.metricssidecar.decision.overload.Phase.Cooldown;
import io.metricssidecar.decision.overload.Phase.Disabled;
import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Phase.Shedding;
import io.metricssidecar.decision.overload.Phase.Unknown;
import io.metricssidecar.decision.overload.Phase.Warmup;
import io.metricssidecar.decision.overload.Step.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The states and what leads from one to the other, in the order a pod lives through them.
class OverloadPolicyTest {
  private static void isIn(MachineFixture machine, Phase phase, Reason reason) {
    assertThat(machine.phase()).isEqualTo(phase);
    assertThat(machine.reason()).isEqualTo(reason);
  }

  @Nested
  class WhileWarmingUp {
    @Test
    void startsThere() {
      assertThat(new MachineFixture().state())
          .isEqualTo(
              new OverloadState(
                  new Warmup(),
                  null,
                  Duration.ZERO,
                  new OverloadState.History(0, Duration.ZERO, Duration.ZERO, 0)));
    }

    @Test
    void isNotHotWhateverTheSamples() {
      var machine = new MachineFixture().at(100).fresh(CRITICAL).at(115).fresh(CRITICAL);

      isIn(machine, new Warmup(), Reason.NOTHING_NEW);
    }

    @Test
    void staysUntilTheTimeIsOver() {
      isIn(new MachineFixture().at(299).tick(), new Warmup(), Reason.NOTHING_NEW);
      isIn(new MachineFixture().at(300).tick(), new Active(0), Reason.WARMED_UP);
    }

    @Test
    void countsFromTheStartOfTheContainerWhichMayBeBeforeOurs() {
      var machine = new MachineFixture().at(1);
      machine.apply(new Event.MainStarted(machine.now(), seconds(-299))).tick();

      isIn(machine, new Active(0), Reason.WARMED_UP);
    }

    @Test
    void beginsAgainWhenTheContainerStartsAgain() {
      var machine = MachineFixture.hot();
      machine.apply(new Event.MainStarted(machine.now(), seconds(300)));
      isIn(machine, new Warmup(), Reason.MAIN_RESTARTED);

      isIn(machine.at(599).tick(), new Warmup(), Reason.NOTHING_NEW);
      isIn(machine.at(600).tick(), new Active(0), Reason.WARMED_UP);
    }
  }

  @Nested
  class WhileActive {
    @Test
    void isNotHotAfterOneHighSample() {
      isIn(MachineFixture.active().at(301).fresh(HIGH), new Active(1), Reason.NOTHING_NEW);
    }

    @Test
    void isHotAfterTwo() {
      var machine = MachineFixture.active().at(301).fresh(HIGH).at(316).fresh(HIGH);

      isIn(machine, new Hot(0, false, seconds(316)), Reason.HOT_SAMPLES);
      assertThat(machine.effects()).isEmpty();
    }

    @Test
    void countsOnlyConsecutiveOnes() {
      var machine =
          MachineFixture.active().at(301).fresh(HIGH).at(316).fresh(MID).at(331).fresh(HIGH);

      isIn(machine, new Active(1), Reason.NOTHING_NEW);
    }

    @Test
    void isHotAfterOneCriticalSample() {
      isIn(
          MachineFixture.active().at(301).fresh(CRITICAL),
          new Hot(0, false, seconds(301)),
          Reason.CRITICAL_SAMPLE);
    }

    @Test
    void staysWithLowSamples() {
      isIn(MachineFixture.active().at(301).fresh(LOW), new Active(0), Reason.NOTHING_NEW);
    }

    @Test
    void knowsNothingWithoutSamples() {
      isIn(MachineFixture.active().at(301).tick(), new Unknown(), Reason.STALE);
    }

    @Test
    void knowsNothingWhenTheLastSampleIsAMinuteOld() {
      var machine = MachineFixture.active().at(301).fresh(LOW);

      isIn(machine.at(360).tick(), new Active(0), Reason.NOTHING_NEW);
      isIn(machine.at(361).tick(), new Unknown(), Reason.STALE);
    }
  }

  @Nested
  class WhileUnknown {
    private final MachineFixture machine = MachineFixture.active().at(301).tick();

    @Test
    void isActiveOnAFreshSample() {
      isIn(machine.at(310).fresh(LOW), new Active(0), Reason.FRESH_AGAIN);
    }

    @Test
    void countsAHighSampleAsTheFirst() {
      isIn(machine.at(310).fresh(HIGH), new Active(1), Reason.FRESH_AGAIN);
      isIn(machine.at(325).fresh(HIGH), new Hot(0, false, seconds(325)), Reason.HOT_SAMPLES);
    }

    @Test
    void isHotOnACriticalSample() {
      isIn(
          machine.at(310).fresh(CRITICAL), new Hot(0, false, seconds(310)), Reason.CRITICAL_SAMPLE);
    }

    @Test
    void staysAsTimePasses() {
      isIn(machine.at(10_000).tick(), new Unknown(), Reason.NOTHING_NEW);
    }
  }

  /// metrics-server with its own default resolution.
  @Nested
  class WithASampleAMinute {
    private final MachineFixture machine = MachineFixture.active();

    private void samples(int from, int to, Pressure pressure) {
      for (var second = from; second <= to; second += 15) {
        machine.at(second).tick();
        if ((second - from) % 60 == 0) {
          machine.at(second).fresh(pressure);
        }
      }
    }

    @Test
    void twoConsecutiveHotSamplesAreFound() {
      samples(300, 480, LOW);
      samples(540, 600, HIGH);

      isIn(machine, new Hot(0, false, seconds(600)), Reason.HOT_SAMPLES);
    }

    @Test
    void oneMayBeMissedAndNotTwo() {
      samples(300, 480, LOW);

      isIn(machine.at(629).tick(), new Active(0), Reason.NOTHING_NEW);
      isIn(machine.at(630).tick(), new Unknown(), Reason.STALE);
    }

    /// A gap alone is no spacing.
    @Test
    void oneThatWasMissedBetweenCloserOnesChangesNothing() {
      machine.at(301).fresh(LOW).at(316).fresh(LOW).at(370).fresh(LOW);

      isIn(machine.at(429).tick(), new Active(0), Reason.NOTHING_NEW);
      isIn(machine.at(430).tick(), new Unknown(), Reason.STALE);
    }

    @Test
    void noneCountsForLongerThanFiveMinutes() {
      machine.at(301).fresh(LOW).at(900).fresh(LOW).at(1_500).fresh(LOW);

      isIn(machine.at(1_799).tick(), new Active(0), Reason.NOTHING_NEW);
      isIn(machine.at(1_800).tick(), new Unknown(), Reason.STALE);
    }
  }

  @Nested
  class WhileHot {
    @Test
    void asksFirstAtARandomMomentWithinASecond() {
      var machine = MachineFixture.active().at(301).draw(0.5).fresh(CRITICAL);
      var first = seconds(301).plusMillis(500);
      isIn(machine, new Hot(0, false, first), Reason.CRITICAL_SAMPLE);

      isIn(machine.at(301).tick(), new Hot(0, false, first), Reason.NOTHING_NEW);

      machine.at(302).tick();
      isIn(machine, new Hot(1, true, seconds(317)), Reason.ASKED);
      assertThat(machine.effects()).isEqualTo(List.of(new Effect.Acquire(1)));
    }

    @ParameterizedTest
    @CsvSource({"0, 7500", "0.5, 15000", "0.999, 22485"})
    void asksAgainAfterFifteenSecondsGiveOrTakeHalf(double draw, long millis) {
      var machine = MachineFixture.hot().draw(draw).tick();

      assertThat(machine.phase())
          .isEqualTo(new Hot(1, true, seconds(301).plus(Duration.ofMillis(millis))));
    }

    @Test
    void asksWithANewNumberWhenNoAnswerComes() {
      var machine = MachineFixture.requesting().draw(0.5).at(309).tick();

      isIn(machine, new Hot(2, true, seconds(324)), Reason.ASKED);
      assertThat(machine.effects()).isEqualTo(List.of(new Effect.Acquire(2)));
    }

    @Test
    void waitsAfterADenial() {
      var machine = MachineFixture.requesting().draw(0.5).at(303).denied(1);
      isIn(machine, new Hot(1, false, seconds(318)), Reason.REFUSED);

      machine.at(317).tick();
      assertThat(machine.effects()).isEmpty();
      machine.at(318).tick();
      assertThat(machine.effects()).isEqualTo(List.of(new Effect.Acquire(2)));
    }

    /// The wait doubles, until it is that of any denial.
    @ParameterizedTest
    @CsvSource({
      "0, 300 600 1200 2400 4800 7500 7500",
      "0.999, 999 1998 3997 7994 15988 22485 22485"
    })
    void runsARaceThatItLostAgainAtOnce(double draw, String waits) {
      assertThat(waitsAfter(Retry.LOST_RACE, draw)).isEqualTo(waits);
    }

    /// The waits after seven denials in a row, in milliseconds.
    private static String waitsAfter(Retry retry, double draw) {
      var machine = MachineFixture.requesting();
      var seen = new ArrayList<String>();
      for (var request = 1; request <= 7; request++) {
        machine.draw(draw).apply(new Event.Denied(machine.now(), request, retry));
        var hot = (Hot) machine.phase();
        seen.add(Long.toString(hot.next().minus(machine.now()).toMillis()));
        machine.draw(0).at(machine.now().toSeconds() + 23).fresh(HIGH).tick();
      }
      return String.join(" ", seen);
    }

    /// A slot request is many reads: one that fails says nothing of the slot.
    @ParameterizedTest
    @CsvSource({
      "0, 1000 2000 4000 7500 7500 7500 7500",
      "0.999, 1999 3998 7996 15992 22485 22485 22485"
    })
    void asksSoonAgainWhereAReadFailed(double draw, String waits) {
      assertThat(waitsAfter(Retry.FAILED, draw)).isEqualTo(waits);
    }

    @Test
    void forgetsLostRacesOnAnotherDenial() {
      var machine = MachineFixture.requesting();
      machine.apply(new Event.Denied(machine.now(), 1, Retry.LOST_RACE));
      machine.at(302).tick().denied(2).at(310).tick();
      machine.apply(new Event.Denied(machine.now(), 3, Retry.LOST_RACE));

      assertThat(machine.phase())
          .isEqualTo(new Hot(3, false, seconds(310).plus(Duration.ofMillis(300)), 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 2000", "0.5, 3000", "0.999, 3998"})
    void letsHotterPodsGoFirstForSomeSeconds(double draw, long millis) {
      var machine = MachineFixture.requesting().draw(draw);
      machine.apply(new Event.Denied(machine.now(), 1, Retry.HOTTER_FIRST));

      assertThat(machine.phase())
          .isEqualTo(new Hot(1, false, seconds(301).plus(Duration.ofMillis(millis))));
    }

    @Test
    void doesNotTakeADenialForThatOfAnotherRequest() {
      var machine = MachineFixture.requesting().at(309).tick();
      var before = machine.state();

      assertThat(machine.denied(1).state()).isEqualTo(before);
    }

    @Test
    void staysWithHotSamples() {
      var machine = MachineFixture.hot();
      var before = machine.phase();

      isIn(machine.at(310).fresh(HIGH), before, Reason.NOTHING_NEW);
    }

    @Test
    void isActiveAgainOnASampleAtOrBelowTheThreshold() {
      isIn(MachineFixture.hot().at(310).fresh(MID), new Active(0), Reason.COOLED_BEFORE_SHED);
    }

    @Test
    void knowsNothingWhenSamplesStop() {
      isIn(MachineFixture.hot().at(361).tick(), new Unknown(), Reason.STALE);
    }

    @Test
    void shedsOnTheGrantThatItWaitsFor() {
      var machine = MachineFixture.requesting().draw(0.5).at(303).granted(1);

      isIn(
          machine,
          new Shedding(seconds(303), seconds(363), seconds(588), seconds(15), 1.8, 0, 0),
          Reason.GRANTED);
      assertThat(machine.state().history().sheds()).isEqualTo(1);
    }

    @Test
    void doesNotShedOnAGrantThatNobodyAskedFor() {
      isIn(
          MachineFixture.hot().granted(0),
          new Recovering(seconds(301), 0, seconds(316)),
          Reason.LATE_GRANT);
    }

    @Test
    void doesNotShedOnTheGrantOfAnEarlierRequest() {
      isIn(
          MachineFixture.requesting().at(309).tick().granted(1),
          new Recovering(seconds(309), 0, seconds(324)),
          Reason.LATE_GRANT);
    }

    @Test
    void doesNotShedOnAGrantAfterItsOwnDenial() {
      isIn(
          MachineFixture.requesting().denied(1).granted(1),
          new Recovering(seconds(301), 0, seconds(316)),
          Reason.LATE_GRANT);
    }

    @Test
    void doesNotShedOnAGrantWithoutEvidence() {
      isIn(
          MachineFixture.requesting().at(361).granted(1),
          new Recovering(seconds(361), 0, seconds(376)),
          Reason.LATE_GRANT);
    }

    @Test
    void numbersRequestsOverTheLifeOfTheProcess() {
      var machine =
          MachineFixture.requesting().denied(1).at(310).fresh(LOW).at(320).fresh(CRITICAL).tick();
      isIn(machine, new Hot(2, true, seconds(327).plusMillis(500)), Reason.ASKED);

      machine.granted(1);
      isIn(machine, new Recovering(seconds(320), 0, seconds(335)), Reason.LATE_GRANT);
    }
  }

  @Nested
  class AGrantThatIsNoLongerWanted {
    @Test
    void isGivenBackWhenActive() {
      isIn(
          MachineFixture.requesting().at(302).fresh(MID).granted(1),
          new Recovering(seconds(302), 0, seconds(317)),
          Reason.LATE_GRANT);
    }

    @Test
    void isGivenBackWhenTheContainerWasRestarted() {
      var machine = MachineFixture.requesting();
      machine.apply(new Event.MainStarted(machine.now(), machine.now())).granted(1);

      isIn(machine, new Recovering(seconds(301), 0, seconds(316)), Reason.LATE_GRANT);
    }

    @Test
    void isGivenBackWhenThePodIsBeingStopped() {
      var machine = MachineFixture.requesting();
      machine.apply(new Event.Terminate(machine.now())).granted(1);

      isIn(machine, new Recovering(seconds(301), 0, seconds(316)), Reason.LATE_GRANT);
    }

    @Test
    void changesNothingWhileSheddingOrRecovering() {
      var shedding = MachineFixture.shedding();
      var out = shedding.state();
      assertThat(shedding.granted(1).state()).isEqualTo(out);

      var recovering = MachineFixture.recovering();
      var back = recovering.state();
      assertThat(recovering.granted(1).state()).isEqualTo(back);
    }
  }

  @Nested
  class WhileShedding {
    @Test
    void returnsAfterTwoLowSamplesAndTheMinimumTime() {
      var machine = MachineFixture.shedding().at(346).fresh(LOW).at(361).fresh(LOW);

      isIn(machine, new Recovering(seconds(361), 0, seconds(376)), Reason.RECOVERED);
    }

    @Test
    void staysForTheMinimumTimeHoweverLowTheSamples() {
      var machine =
          MachineFixture.shedding().at(330).fresh(LOW).at(345).fresh(LOW).at(360).fresh(LOW);

      assertThat(machine.phase())
          .isEqualTo(new Shedding(seconds(301), seconds(361), seconds(601), seconds(0), 1.8, 3, 1));
    }

    @Test
    void countsOnlyConsecutiveLowSamples() {
      var machine =
          MachineFixture.shedding().at(346).fresh(LOW).at(361).fresh(MID).at(376).fresh(LOW);

      assertThat(machine.state().shedding()).isTrue();
    }

    @Test
    void returnsWhenTheMaximumTimeIsOver() {
      var machine = MachineFixture.shedding();
      for (var second = 310; second < 600; second += 15) {
        machine.at(second).fresh(MID).tick();
      }
      assertThat(machine.state().shedding()).isTrue();

      isIn(
          machine.at(601).tick(),
          new Recovering(seconds(601), 0, seconds(616)),
          Reason.MAXIMUM_TIME);
    }

    @Test
    void returnsWhenSamplesStop() {
      var machine = MachineFixture.shedding();
      isIn(machine.at(360).tick(), machine.phase(), Reason.NOTHING_NEW);

      isIn(machine.at(361).tick(), new Recovering(seconds(361), 0, seconds(376)), Reason.STALE);
    }

    @Test
    void spreadsTheReturnsOfPodsWhoseSamplesStopTogether() {
      var machine = MachineFixture.requesting().draw(0.5).granted(1);
      isIn(machine.at(375).tick(), machine.phase(), Reason.NOTHING_NEW);

      isIn(machine.at(376).tick(), new Recovering(seconds(376), 0, seconds(391)), Reason.STALE);
    }

    @Test
    void returnsWhenItDoesNotHelp() {
      // Settled 45 s after the first 400; the second sample after that judges.
      var machine = MachineFixture.shedding().at(346).fresh(HIGH);
      assertThat(machine.state().shedding()).isTrue();

      machine.at(360).fresh(HIGH);
      isIn(machine, new Recovering(seconds(360), 0, seconds(375)), Reason.INEFFECTIVE);
      assertThat(machine.state().history().notBefore()).isEqualTo(seconds(360 + 15 * 60));
    }

    @Test
    void staysWhenItHelps() {
      var machine = MachineFixture.shedding().at(345).fresh(MID).at(360).fresh(MID);

      assertThat(machine.state().shedding()).isTrue();
    }

    @Test
    void doesNotJudgeSamplesOfBefore() {
      var machine =
          MachineFixture.shedding().at(310).fresh(HIGH).at(325).fresh(HIGH).at(340).fresh(HIGH);

      assertThat(machine.state().shedding()).isTrue();
    }

    @Test
    void returnsWhenTheSlotIsLost() {
      var machine = MachineFixture.shedding().at(310);
      machine.apply(new Event.Lost(machine.now(), Reason.BUDGET_LOST));

      isIn(machine, new Recovering(seconds(310), 0, seconds(325)), Reason.BUDGET_LOST);
    }

    /// And takes its pause, so that it is not out again while the floor is just kept.
    @Test
    void returnsWhenTheFloorIsBroken() {
      var machine = MachineFixture.shedding().at(310);
      machine.apply(new Event.Lost(machine.now(), Reason.FLOOR_BROKEN));
      isIn(machine, new Recovering(seconds(310), 0, seconds(325)), Reason.FLOOR_BROKEN);
      machine.at(330).apply(new Event.Released(machine.now()));

      isIn(machine, new Cooldown(seconds(390)), Reason.RELEASED);
    }

    @Test
    void aBrokenFloorIsNothingToAPodThatServes() {
      var machine = MachineFixture.hot();
      machine.apply(new Event.Lost(machine.now(), Reason.FLOOR_BROKEN));

      assertThat(machine.reason()).isEqualTo(Reason.NOTHING_NEW);
    }

    @Test
    void returnsByTheUsualStepsWhenSheddingIsPaused() {
      var machine = MachineFixture.shedding().at(310);
      machine.apply(new Event.Lost(machine.now(), Reason.PAUSED));

      isIn(machine, new Recovering(seconds(310), 0, seconds(325)), Reason.PAUSED);
    }

    @Test
    void returnsWhenTheContainerStartsAgain() {
      var machine = MachineFixture.shedding().at(310);
      machine.apply(new Event.MainStarted(machine.now(), seconds(309)));

      isIn(machine, new Recovering(seconds(310), 0, seconds(325)), Reason.MAIN_RESTARTED);
      assertThat(machine.state().mainStarted()).isEqualTo(seconds(309));
    }

    @Test
    void returnsWhenTheContainerIsNotReadyItself() {
      var machine = MachineFixture.shedding().at(310);
      machine.apply(new Event.MainNotReady(machine.now()));

      isIn(machine, new Recovering(seconds(310), 0, seconds(325)), Reason.MAIN_NOT_READY);
    }

    @Test
    void returnsWhenThereIsNoLimitAnyMore() {
      var machine = MachineFixture.shedding().at(310);
      machine.apply(new Event.NoLimit(machine.now()));

      isIn(machine, new Recovering(seconds(310), 0, seconds(325)), Reason.NO_LIMIT);
    }

    @Test
    void returnsWhenThePodIsBeingStopped() {
      var machine = MachineFixture.shedding().at(310);
      machine.apply(new Event.Terminate(machine.now()));

      isIn(machine, new Recovering(seconds(310), 0, seconds(325)), Reason.TERMINATING);
    }

    @Test
    void takesNoNoticeOfBeingListed() {
      var machine = MachineFixture.shedding().at(310);
      machine.apply(new Event.Held(machine.now()));

      assertThat(machine.state().shedding()).isTrue();
    }
  }

  @Nested
  class WhileRecovering {
    @Test
    void looksAtItsOwnReadinessAfterTheKubeletHadTimeToSeeIt() {
      var machine = MachineFixture.recovering();
      isIn(
          machine.at(414).tick(),
          new Recovering(seconds(400), 0, seconds(415)),
          Reason.NOTHING_NEW);

      machine.at(415).tick();
      isIn(machine, new Recovering(seconds(400), 0, seconds(475)), Reason.CHECK_READY);
      assertThat(machine.effects()).isEqualTo(List.of(new Effect.CheckReady()));
    }

    @Test
    void looksAgainWithPausesThatDouble() {
      var machine = MachineFixture.recovering();
      var pauses =
          IntStream.range(0, 7)
              .mapToObj(
                  _ -> {
                    machine.apply(new Event.NotYet(machine.now()));
                    return ((Recovering) machine.phase()).next().minus(machine.now()).toSeconds();
                  })
              .toList();

      assertThat(pauses).isEqualTo(List.of(5L, 10L, 20L, 20L, 20L, 20L, 20L));
    }

    @Test
    void givesTheSlotBackOnlyOnceReady() {
      var machine = MachineFixture.recovering().at(410);
      machine.apply(new Event.ReadyAgain(machine.now()));

      assertThat(machine.effects()).isEqualTo(List.of(new Effect.Release()));
      assertThat(machine.reason()).isEqualTo(Reason.READY_AGAIN);
      assertThat(machine.phase()).isInstanceOf(Recovering.class);
    }

    @Test
    void coolsDownOnceTheReleaseIsAcknowledged() {
      var machine = MachineFixture.recovering().at(411);
      machine.apply(new Event.Released(machine.now()));

      isIn(machine, new Cooldown(seconds(471)), Reason.RELEASED);
    }

    @Test
    void doesNotShedAgainOnTheSlotItStillHas() {
      var machine = MachineFixture.recovering().at(405).fresh(CRITICAL).at(420).fresh(CRITICAL);

      assertThat(machine.phase()).isEqualTo(new Recovering(seconds(400), 0, seconds(415)));
    }

    @Test
    void keepsItsSlotWhenTheContainerStartsAgain() {
      var machine = MachineFixture.recovering().at(405);
      machine.apply(new Event.MainStarted(machine.now(), seconds(404)));

      isIn(machine, new Recovering(seconds(400), 0, seconds(415)), Reason.NOTHING_NEW);
    }

    @Test
    void warmsUpAfterwardsWhenTheContainerWasStartedMeanwhile() {
      var machine = MachineFixture.recovering().at(405);
      machine.apply(new Event.MainStarted(machine.now(), seconds(404)));
      machine.at(411).apply(new Event.Released(machine.now())).at(471).tick();

      isIn(machine, new Warmup(), Reason.COOLED_DOWN);
      isIn(machine.at(704).tick(), new Active(0), Reason.WARMED_UP);
    }

    @Test
    void staysWhenThePodIsBeingStoppedOrThereIsNothingToJudge() {
      var machine = MachineFixture.recovering();
      var before = machine.state();

      assertThat(machine.apply(new Event.Terminate(machine.now())).state()).isEqualTo(before);
      assertThat(machine.apply(new Event.NoLimit(machine.now())).state()).isEqualTo(before);
    }
  }

  @Nested
  class WhileCoolingDown {
    private final MachineFixture machine = MachineFixture.recovering().at(411);

    WhileCoolingDown() {
      machine.apply(new Event.Released(machine.now()));
    }

    @Test
    void isActiveAfterAMinute() {
      isIn(machine.at(470).tick(), new Cooldown(seconds(471)), Reason.NOTHING_NEW);
      isIn(machine.at(471).tick(), new Active(0), Reason.COOLED_DOWN);
    }

    @Test
    void isNotHotWhateverTheSamples() {
      isIn(machine.at(420).fresh(CRITICAL), new Cooldown(seconds(471)), Reason.NOTHING_NEW);
    }
  }

  @Nested
  class APodThatIsListedThoughItDidNotShed {
    @Test
    void givesTheSlotBackWithoutShedding() {
      var machine = new MachineFixture().at(1);
      machine.apply(new Event.Held(machine.now()));

      isIn(machine, new Recovering(seconds(1), 0, seconds(16)), Reason.HELD_AT_START);
    }

    @Test
    void doesSoEvenWhenItIsHot() {
      var machine = MachineFixture.requesting();
      machine.apply(new Event.Held(machine.now()));

      isIn(machine, new Recovering(seconds(301), 0, seconds(316)), Reason.HELD_AT_START);
    }
  }

  @Nested
  class WithoutALimit {
    @Test
    void isDisabled() {
      var machine = MachineFixture.active();
      machine.apply(new Event.NoLimit(machine.now()));

      isIn(machine, new Disabled(Reason.NO_LIMIT), Reason.NO_LIMIT);
    }

    @Test
    void isEnabledAgainWhenThereIsOne() {
      var machine = MachineFixture.active();
      machine.apply(new Event.NoLimit(machine.now()));
      machine.fresh(MID);

      isIn(machine, new Warmup(), Reason.LIMIT_FOUND);
      isIn(machine.tick(), new Active(0), Reason.WARMED_UP);
    }

    @Test
    void doesNotEnableWhatIsDisabledForAnotherReason() {
      var machine = MachineFixture.active();
      machine.apply(new Event.Terminate(machine.now()));
      machine.fresh(MID);

      isIn(machine, new Disabled(Reason.TERMINATING), Reason.NOTHING_NEW);
    }
  }

  @Nested
  class AfterSheds {
    @Test
    void theMinimumTimeGrowsWithConsecutiveOnesUpToTheMaximum() {
      var machine = MachineFixture.shedding();
      var least = new ArrayList<Long>();
      for (var round = 0; round < 6; round++) {
        var shedding = (Shedding) machine.phase();
        least.add(shedding.earliest().minus(shedding.since()).toSeconds());
        machine.apply(new Event.Lost(machine.now(), Reason.BUDGET_LOST));
        machine.apply(new Event.Released(machine.now()));
        machine.at(machine.now().toSeconds() + 60).tick().fresh(CRITICAL).tick();
        machine.granted(machine.state().history().attempts());
      }

      assertThat(least).isEqualTo(List.of(60L, 120L, 180L, 240L, 300L, 300L));
    }

    @Test
    void oneIsForgottenForEachFiveMinutesOfCalm() {
      var machine = MachineFixture.recovering().at(411);
      machine.apply(new Event.Released(machine.now()));

      assertThat(machine.at(699).tick().state().history().sheds()).isEqualTo(1);
      assertThat(machine.at(700).tick().state().history().sheds()).isEqualTo(0);
      assertThat(machine.at(5000).tick().state().history().sheds()).isEqualTo(0);
    }

    @Test
    void noneIsForgottenWhileOut() {
      var machine = MachineFixture.shedding();
      for (var second = 310; second <= 600; second += 10) {
        machine.at(second).fresh(MID).tick();
      }

      assertThat(machine.state().history().sheds()).isEqualTo(1);
    }

    @Test
    void thereIsNoneForAQuarterOfAnHourAfterOneThatDidNotHelp() {
      var machine = MachineFixture.shedding().at(346).fresh(HIGH).at(361).fresh(HIGH);
      machine.at(380).apply(new Event.Released(machine.now())).at(440).tick();

      isIn(machine.at(1260).fresh(CRITICAL), new Active(0), Reason.NOTHING_NEW);
      isIn(
          machine.at(1261).fresh(CRITICAL),
          new Hot(1, false, seconds(1261)),
          Reason.CRITICAL_SAMPLE);
    }
  }

  @Test
  void onlySheddingAnswersAnythingBut200() {
    assertThat(
            List.of(
                    new MachineFixture(),
                    MachineFixture.active(),
                    MachineFixture.active().at(301).tick(),
                    MachineFixture.hot(),
                    MachineFixture.requesting(),
                    MachineFixture.shedding(),
                    MachineFixture.recovering())
                .stream()
                .map(machine -> machine.phase().kind().name() + " " + machine.state().shedding()))
        .containsExactly(
            "WARMUP false",
            "ACTIVE false",
            "UNKNOWN false",
            "HOT false",
            "HOT false",
            "SHEDDING true",
            "RECOVERING false");
  }
}
