package io.metricssidecar.decision.proof;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.overload.OverloadPolicy;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.proof.Quotient.Asks;
import io.metricssidecar.decision.proof.Quotient.Outcome;
import io.metricssidecar.testing.generators.Gens;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotientTest {
  private static final EventKind[] ALL = EventKind.values();

  /// The quotient is sound: whatever the machine does with its real times is in the table.
  @Test
  void everyStepOfTheMachineIsInTheQuotient() {
    forAll(
        Gens.longs(),
        500,
        seed -> {
          var random = new Random(seed);
          var now = Duration.ofHours(1);
          var state = OverloadState.initial(now);
          for (var step = 0; step < 300; step++) {
            now = now.plusMillis(random.nextInt(random.nextBoolean() ? 5_000 : 120_000));
            var eventKind = ALL[random.nextInt(random.nextInt(3) == 0 ? ALL.length : 5)];
            var events = eventKind.events(state, now);
            var event = events.get(random.nextInt(events.size()));
            var next =
                OverloadPolicy.next(state, event, Representatives.CONFIG, random.nextDouble());
            assertThat(Shipped.quotient().on(Mode.of(state.phase()), eventKind))
                .as("%s meets %s", state, event)
                .contains(Outcome.of(next));
            state = next.state();
          }
        });
  }

  /// The heart of I1: there is one way into SHEDDING.
  @Test
  void onlyTheGrantThatIsAwaitedLeadsToShedding() {
    for (var mode : Mode.values()) {
      for (var eventKind : ALL) {
        var leads =
            mode != Mode.SHEDDING
                && Shipped.quotient().on(mode, eventKind).stream()
                    .anyMatch(outcome -> outcome.mode() == Mode.SHEDDING);
        assertThat(leads)
            .as("%s on %s", mode, eventKind)
            .isEqualTo(mode == Mode.AWAITING && eventKind == EventKind.GRANTED);
      }
    }
  }

  @Test
  void onlyAPodThatIsSeenReadyGivesItsSlotBack() {
    assertThat(
            Arrays.stream(Mode.values())
                .flatMap(
                    mode ->
                        Arrays.stream(ALL)
                            .filter(eventKind -> asks(mode, eventKind, Asks.RELEASE))
                            .map(eventKind -> mode + " on " + eventKind)))
        .isEqualTo(List.of("RECOVERING on READY_AGAIN"));
  }

  @Test
  void onlyTimeMakesAPodAskForLeave() {
    assertThat(
            Arrays.stream(Mode.values())
                .flatMap(
                    mode ->
                        Arrays.stream(ALL)
                            .filter(eventKind -> asks(mode, eventKind, Asks.SLOT))
                            .map(eventKind -> mode + " on " + eventKind)))
        .isEqualTo(List.of("HOT on TIME", "AWAITING on TIME"));
  }

  private static boolean asks(Mode mode, EventKind eventKind, Asks asks) {
    return Shipped.quotient().on(mode, eventKind).stream()
        .anyMatch(outcome -> outcome.asks() == asks);
  }
}
