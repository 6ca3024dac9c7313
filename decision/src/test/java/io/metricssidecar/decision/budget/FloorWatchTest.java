package io.metricssidecar.decision.budget;

import static io.metricssidecar.decision.budget.BudgetFixture.floor;
import static io.metricssidecar.decision.budget.BudgetFixture.lease;
import static io.metricssidecar.decision.budget.BudgetFixture.uid;
import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gens;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Six pods of which half must serve; pods 5, 4 and 3 are out, in this order.
class FloorWatchTest {
  private static final Duration NOW = Duration.ofSeconds(1_000);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final BudgetLease THREE_OUT = lease(null, 5, 4, 3);

  private static WorkloadStatus ready(int desired, int ready) {
    return new WorkloadStatus(desired, ready, ready, desired, false);
  }

  private static FloorWatch seen(WorkloadStatus status) {
    return FloorWatch.begin(6).observed(status, THREE_OUT, floor(50), NOW);
  }

  /// Whether pods 5, 4 and 3 return.
  private static List<Boolean> returning(FloorWatch watch, Duration now) {
    return IntStream.of(5, 4, 3)
        .mapToObj(pod -> watch.returns(uid(pod), THREE_OUT, now, PATIENCE))
        .toList();
  }

  @Test
  void nobodyReturnsWhileTheFloorIsKept() {
    assertThat(seen(ready(6, 3))).isEqualTo(new FloorWatch(6, 0, null));
    assertThat(returning(seen(ready(6, 3)), NOW)).isEqualTo(List.of(false, false, false));
  }

  @Test
  void theYoungestReturnAndAsManyAsAreMissing() {
    assertThat(returning(seen(ready(6, 2)), NOW)).isEqualTo(List.of(false, false, true));
    assertThat(returning(seen(ready(6, 1)), NOW)).isEqualTo(List.of(false, true, true));
    assertThat(returning(seen(ready(6, 0)), NOW)).isEqualTo(List.of(true, true, true));
  }

  /// The youngest may be unable to serve.
  @Test
  void othersReturnWhereTheFirstDidNotHelp() {
    var broken = seen(ready(6, 2));
    var still = broken.observed(ready(6, 2), THREE_OUT, floor(50), NOW.plus(PATIENCE));

    assertThat(returning(still, NOW.plus(PATIENCE).minusMillis(1)))
        .isEqualTo(List.of(false, false, true));
    assertThat(returning(still, NOW.plus(PATIENCE))).isEqualTo(List.of(false, true, true));
    assertThat(returning(still, NOW.plus(PATIENCE.multipliedBy(100))))
        .isEqualTo(List.of(true, true, true));
  }

  @Test
  void aFloorThatWasKeptInBetweenBreaksAnew() {
    var again =
        seen(ready(6, 2))
            .observed(ready(6, 3), THREE_OUT, floor(50), NOW.plusSeconds(29))
            .observed(ready(6, 2), THREE_OUT, floor(50), NOW.plusSeconds(58));

    assertThat(again).isEqualTo(new FloorWatch(6, 1, NOW.plusSeconds(58)));
  }

  /// The pods that an autoscaler asks for because of the overload are not there yet, but not down.
  @Test
  void podsThatAScaleUpAsksForAreNotMissing() {
    assertThat(seen(ready(12, 3)).missing()).isZero();
    assertThat(seen(ready(12, 2)).missing()).isEqualTo(1);
  }

  @Test
  void aScaleDownNeedsFewer() {
    assertThat(seen(ready(4, 2)).missing()).isZero();
    assertThat(seen(ready(4, 1)).missing()).isEqualTo(1);
  }

  @Test
  void onePodServesWhateverTheFloor() {
    var without = FloorWatch.begin(6).observed(ready(6, 0), THREE_OUT, floor(0), NOW);

    assertThat(without.missing()).isEqualTo(1);
  }

  @Test
  void aPodThatHoldsNoSlotIsNotAsked() {
    assertThat(seen(ready(6, 0)).returns(uid(0), THREE_OUT, NOW, PATIENCE)).isFalse();
  }

  /// Each holder decides for itself, and together they are exactly those that are missing.
  @Test
  void togetherAsManyReturnAsAreMissing() {
    var broken = new Tally<Boolean>();
    forAll(
        Gens.longs(),
        Gens.integers(2, 20),
        1_000,
        (seed, pods) -> {
          var random = new Random(seed);
          var shedding = floor(random.nextInt(101));
          var out = random.nextInt(shedding.slots(pods) + 1);
          var held = lease(null, IntStream.range(0, out).boxed().toArray(Integer[]::new));
          var ready = random.nextInt(pods - out + 1);
          var watch = FloorWatch.begin(pods).observed(ready(pods, ready), held, shedding, NOW);
          var returning =
              IntStream.range(0, out)
                  .filter(pod -> watch.returns(uid(pod), held, NOW, PATIENCE))
                  .count();
          var least = Math.max(1, pods - shedding.slots(pods));
          broken.add(returning > 0);

          assertThat(returning).isEqualTo(Math.min(out, Math.max(0, least - ready)));
        });
    broken.assertMoreThan(true, 20);
    broken.assertMoreThan(false, 20);
  }
}
