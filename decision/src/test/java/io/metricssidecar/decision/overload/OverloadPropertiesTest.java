package io.metricssidecar.decision.overload;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.overload.Phase.Hot;
import io.metricssidecar.decision.overload.Phase.Recovering;
import io.metricssidecar.decision.overload.Phase.Shedding;
import io.metricssidecar.decision.overload.Step.Effect;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gen;
import io.metricssidecar.testing.generators.Gens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What holds after any events in any order, however wrong, late or repeated.
class OverloadPropertiesTest {
  private static final OverloadConfig CONFIG = MachineFixture.CONFIG;

  /// One event after a pause.
  ///
  /// @param seconds since the one before
  /// @param kind which event
  /// @param number of the attempt it answers, back from the last
  /// @param draw of the step
  record Move(int seconds, Kind kind, int number, double draw) {}

  enum Kind {
    TICK,
    LOW,
    MID,
    HIGH,
    CRITICAL,
    GRANTED,
    DENIED,
    HELD,
    LOST,
    FLOOR_BROKEN,
    READY,
    NOT_YET,
    RELEASED,
    RESTARTED,
    NOT_READY,
    NO_LIMIT,
    TERMINATE
  }

  private static Event event(Move move, Duration now, OverloadState state) {
    var attempt = Math.max(0, state.history().attempts() - move.number());
    return switch (move.kind()) {
      case TICK -> new Event.Tick(now);
      case LOW -> new Event.Fresh(now, MachineFixture.LOW);
      case MID -> new Event.Fresh(now, MachineFixture.MID);
      case HIGH -> new Event.Fresh(now, MachineFixture.HIGH);
      case CRITICAL -> new Event.Fresh(now, MachineFixture.CRITICAL);
      case GRANTED -> new Event.Granted(now, attempt);
      case DENIED -> new Event.Denied(now, attempt);
      case HELD -> new Event.Held(now);
      case LOST -> new Event.Lost(now, Reason.BUDGET_LOST);
      case FLOOR_BROKEN -> new Event.Lost(now, Reason.FLOOR_BROKEN);
      case READY -> new Event.ReadyAgain(now);
      case NOT_YET -> new Event.NotYet(now);
      case RELEASED -> new Event.Released(now);
      case RESTARTED -> new Event.MainStarted(now, now);
      case NOT_READY -> new Event.MainNotReady(now);
      case NO_LIMIT -> new Event.NoLimit(now);
      case TERMINATE -> new Event.Terminate(now);
    };
  }

  private interface Law {
    void holds(OverloadState before, Event event, Step step);
  }

  private static void playEach(Law law) {
    playEach(() -> law);
  }

  /// Holds each step of many lives to a law, a new one for each life.
  private static void playEach(Supplier<Law> laws) {
    forAll(lives(), 2_000, moves -> play(moves, laws.get()));
  }

  /// Plays the moves on a machine whose container has run for long.
  private static void play(List<Move> moves, Law law) {
    var state = OverloadState.initial(Duration.ofDays(-1));
    var now = Duration.ZERO;
    for (var move : moves) {
      now = now.plusSeconds(move.seconds());
      var event = event(move, now, state);
      var step = OverloadPolicy.next(state, event, CONFIG, move.draw());
      law.holds(state, event, step);
      state = step.state();
    }
  }

  @Test
  void shedsOnlyOnAGrantForTheRequestThatItWaitsFor() {
    playEach(
        (before, event, step) -> {
          if (step.state().shedding() && !before.shedding()) {
            assertThat(before.phase()).isInstanceOf(Hot.class);
            var hot = (Hot) before.phase();
            assertThat(hot.awaiting()).isTrue();
            assertThat(event).isEqualTo(new Event.Granted(event.at(), hot.attempt()));
          }
        });
  }

  @Test
  void shedsOnYoungEvidenceAndForABoundedTime() {
    playEach(
        (before, event, step) -> {
          // Time is looked at once a tick.
          var looked = event instanceof Event.Tick || !before.shedding();
          if (looked && step.state().phase() instanceof Shedding shedding) {
            var evidence = Objects.requireNonNull(step.state().sample(), "sheds without a sample");
            assertThat(event.at().minus(evidence.arrived()))
                .isLessThan(Samples.staleAfter(evidence, CONFIG).plus(CONFIG.returnJitter()));
            assertThat(event.at().minus(shedding.since())).isLessThan(CONFIG.maxShed());
          }
        });
  }

  @Test
  void leavesSheddingOnlyForRecovering() {
    playEach(
        (before, _, step) -> {
          if (before.shedding() && !step.state().shedding()) {
            assertThat(step.state().phase()).isInstanceOf(Recovering.class);
          }
        });
  }

  @Test
  void givesASlotBackOnlyWhenSeenReady() {
    playEach(
        (before, event, step) -> {
          if (step.effects().contains(new Effect.Release())) {
            assertThat(before.phase()).isInstanceOf(Recovering.class);
            assertThat(event).isInstanceOf(Event.ReadyAgain.class);
          }
          if (before.phase() instanceof Recovering
              && !(step.state().phase() instanceof Recovering)) {
            assertThat(event).isInstanceOf(Event.Released.class);
          }
        });
  }

  @Test
  void neverUsesTheNumberOfARequestTwice() {
    playEach(
        () -> {
          var asked = new HashSet<Effect>();
          return (_, _, step) -> {
            for (var effect : step.effects()) {
              if (effect instanceof Effect.Acquire) {
                assertThat(asked.add(effect)).isTrue();
              }
            }
          };
        });
  }

  @Test
  void neverShedsASecondTimeWithinTheCooldown() {
    playEach(
        () -> {
          var returned = new Duration[] {Duration.ofDays(-1)};
          return (before, event, step) -> {
            if (before.phase() instanceof Recovering
                && !(step.state().phase() instanceof Recovering)) {
              returned[0] = event.at();
            }
            if (step.state().shedding() && !before.shedding()) {
              assertThat(event.at().minus(returned[0])).isGreaterThanOrEqualTo(CONFIG.cooldown());
            }
          };
        });
  }

  /// Laws about shedding say nothing of lives without it.
  @Test
  void manyLivesShedAndGiveTheirSlotsBack() {
    var shed = new Tally<Boolean>();
    var gaveBack = new Tally<Boolean>();
    forAll(
        lives(),
        2_000,
        moves -> {
          var steps = new ArrayList<Step>();
          play(moves, (_, _, step) -> steps.add(step));
          shed.add(steps.stream().anyMatch(step -> step.state().shedding()));
          gaveBack.add(
              steps.stream().anyMatch(step -> step.effects().contains(new Effect.Release())));
        });
    shed.assertMoreThan(true, 3);
    gaveBack.assertMoreThan(true, 30);
  }

  @Test
  void returnsAndCoolsDownWhenNothingButTimeAndReadinessComes() {
    forAll(lives(), 200, OverloadPropertiesTest::returnsAndCoolsDown);
  }

  private static void returnsAndCoolsDown(List<Move> moves) {
    var end = new OverloadState[] {OverloadState.initial(Duration.ZERO)};
    play(moves, (_, _, step) -> end[0] = step.state());
    var state = end[0];
    var now = Duration.ofDays(10);
    for (var second = 0; second < 600; second++) {
      now = now.plusSeconds(1);
      var step = OverloadPolicy.next(state, new Event.Tick(now), CONFIG, 0.5);
      state = step.state();
      for (var effect : step.effects()) {
        if (effect instanceof Effect.CheckReady) {
          state = OverloadPolicy.next(state, new Event.ReadyAgain(now), CONFIG, 0.5).state();
          state = OverloadPolicy.next(state, new Event.Released(now), CONFIG, 0.5).state();
        }
      }
    }

    assertThat(state.phase().kind().name()).isIn("UNKNOWN", "DISABLED");
  }

  private static Gen<List<Move>> lives() {
    var kinds =
        Gens.frequency(
            Gens.of(Kind.TICK).weighted(8),
            Gens.of(Kind.HIGH, Kind.CRITICAL).weighted(4),
            Gens.of(Kind.GRANTED).weighted(3),
            Gens.of(Kind.READY, Kind.RELEASED).weighted(3),
            Gens.enums(Kind.class).weighted(4));
    var seconds = Gens.integers(0, 40);
    var numbers = Gens.integers(0, 2);
    var draws = Gens.of(0.0, 0.3, 0.999);
    Gen<Move> moves =
        random ->
            new Move(
                seconds.next(random), kinds.next(random), numbers.next(random), draws.next(random));
    return moves.list(5, 120);
  }
}
