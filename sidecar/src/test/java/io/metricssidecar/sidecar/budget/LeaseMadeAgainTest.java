package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.sidecar.budget.LeaseMadeAgain.Outcome;
import io.metricssidecar.sidecar.budget.LeaseMadeAgain.Schedule;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The one place where the floor depends on time: every schedule of a deletion, an acknowledgement,
/// confirmations and late ticks, in steps of a second or less.
class LeaseMadeAgainTest {
  /// From the kubelet's verdict to the condition in the API.
  private static final Duration REPORT = Duration.ofSeconds(1);

  /// A confirmation is read a tenth of a second before the deletion; it counts for 8 s, and the
  /// tick that sees it expire is 0.9 s late: 8.8 s after the deletion, and 10 s are waited.
  private static final Duration NEAREST = Duration.ofMillis(10_000 - 8_800).minus(REPORT);

  static Stream<Probe> probes() {
    return Stream.of(new Probe(0, 5, 1, 2, 1), new Probe(0, 2, 3, 2, 1), new Probe(0, 1, 1, 1, 3));
  }

  private static Stream<Schedule> schedules(Probe probe) {
    return IntStream.range(0, 10)
        .boxed()
        .flatMap(
            deleted ->
                IntStream.range(0, 12)
                    .boxed()
                    .flatMap(
                        acknowledged ->
                            Stream.of(0, 25, 79, 95)
                                .flatMap(
                                    answered ->
                                        Stream.of(0, 5, 9)
                                            .map(
                                                tick ->
                                                    new Schedule(
                                                        10 * deleted + 1,
                                                        10 * acknowledged - acknowledged % 2,
                                                        answered,
                                                        tick,
                                                        probe)))));
  }

  /// Until the pod of the deleted Lease is seen Ready again: its last 400 may still be on the way
  /// to a verdict, and its first 200.
  private static Duration slack(Outcome outcome, Probe probe) {
    var unready = probe.untilUnready();
    var ready = probe.untilReady();
    var reaction = unready.compareTo(ready) > 0 ? unready : ready;
    return outcome.next().minus(Objects.requireNonNull(outcome.back()).plus(reaction).plus(REPORT));
  }

  @ParameterizedTest
  @MethodSource("probes")
  void nobodyIsOutByTheNewLeaseBeforeAllOfTheOldOneAreSeenReady(Probe probe) {
    var outcomes = schedules(probe).map(schedule -> new LeaseMadeAgain(schedule).play()).toList();

    var slacks =
        outcomes.stream()
            .filter(outcome -> outcome.back() != null)
            .map(outcome -> slack(outcome, probe))
            .sorted()
            .toList();
    assertThat(slacks).hasSizeGreaterThan(500);
    assertThat(slacks.getFirst()).isEqualTo(NEAREST);
  }
}
