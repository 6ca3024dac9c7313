package io.metricssidecar.decision.budget;

import static io.metricssidecar.decision.budget.BudgetFixture.name;
import static io.metricssidecar.decision.budget.BudgetFixture.uid;
import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// I1 to I3 of one decision, on workloads in any condition, in other words than the rule's.
class BudgetRulePropertyTest {
  private static BudgetFixture any(Random random, int pods) {
    var endpoints = new ArrayList<Endpoint>();
    var use = new HashMap<String, Double>();
    var holders = new ArrayList<Integer>();
    for (var pod = 0; pod < pods; pod++) {
      var up = random.nextInt(6) > 0;
      endpoints.add(
          new Endpoint(uid(pod), name(pod), up, up || random.nextBoolean(), zone(random)));
      if (random.nextInt(20) > 0) {
        use.put(name(pod), random.nextDouble() * (random.nextInt(3) == 0 ? 1.2 : 0.4));
      }
      if (pod > 0 && random.nextInt(5) == 0) {
        holders.add(pod);
      }
    }
    use.put(name(0), 0.8 + random.nextDouble());
    var ready = random.nextInt(pods + 1);
    return new BudgetFixture(
        shedding(random, pods),
        new WorkloadStatus(random.nextInt(pods + 2), ready, Math.max(ready, pods - 1), pods, false),
        List.of(new ServiceEndpoints("web", endpoints)),
        use,
        BudgetFixture.lease(
            random.nextBoolean() ? null : random.nextInt(pods + 1),
            holders.toArray(Integer[]::new)),
        true,
        random.nextBoolean());
  }

  private static String zone(Random random) {
    return random.nextBoolean() ? "a" : "b";
  }

  private static Shedding shedding(Random random, int pods) {
    return new Shedding(
        ShedMode.ENFORCE,
        random.nextBoolean() ? ShedGuard.OFF : ShedGuard.REDISTRIBUTE,
        new Percent(random.nextInt(10_001)),
        random.nextInt(4) == 0 ? random.nextInt(pods) : null,
        random.nextBoolean(),
        Duration.ZERO);
  }

  @Test
  void whoTakesASlotLeavesNoMoreThanTheBudgetAndNoFewerThanTheFloor() {
    var tookASlot = new Tally<Boolean>();
    forAll(
        Gens.longs(),
        Gens.integers(1, 12),
        5_000,
        (seed, pods) -> {
          var scene = any(new Random(seed), pods);
          tookASlot.add(scene.decision() instanceof Decision.Take);
          assertBudgetAndFloor(scene);
        });
    tookASlot.assertMoreThan(true, 3);
  }

  private static void assertBudgetAndFloor(BudgetFixture scene) {
    if (!(scene.decision() instanceof Decision.Take(BudgetLease taken))) {
      return;
    }
    var desired = scene.status().desired();
    var budget = scene.shedding().slots(desired);
    var written = scene.lease().slots();
    var staying =
        scene.services().getFirst().endpoints().stream()
            .filter(endpoint -> endpoint.ready() && !taken.holds(endpoint.pod()))
            .count();

    assertThat(taken.holders()).hasSizeLessThanOrEqualTo(budget);
    assertThat(written == null || taken.holders().size() <= written).isTrue();
    assertThat(staying).isGreaterThanOrEqualTo(Math.max(1, desired - budget));
    assertThat(taken.without(uid(0))).isEqualTo(scene.lease());
  }

  @Test
  void whatIsDeniedEarlyIsDeniedByTheWholeRuleForTheSameReason() {
    var deniedEarly = new Tally<Boolean>();
    forAll(
        Gens.longs(),
        Gens.integers(1, 12),
        5_000,
        (seed, pods) -> {
          var any = any(new Random(seed), pods);
          var scene = seed % 5 == 0 ? any.unsettled() : any;
          var early =
              EarlyRule.denial(scene.lease(), scene.settled())
                  .or(() -> EarlyRule.denial(scene.lease(), scene.status(), scene.shedding()));
          deniedEarly.add(early.isPresent());
          early.ifPresent(
              reason -> assertThat(scene.decision()).isEqualTo(new Decision.Deny(reason)));
        });
    deniedEarly.assertMoreThan(true, 20);
    deniedEarly.assertMoreThan(false, 10);
  }

  @Test
  void withTheGuardTheOthersCanCarryIt() {
    var tookASlot = new Tally<Boolean>();
    forAll(
        Gens.longs(),
        Gens.integers(2, 12),
        5_000,
        (seed, pods) -> {
          var scene = any(new Random(seed), pods).guarded();
          tookASlot.add(scene.decision() instanceof Decision.Take);
          assertOthersCanCarryIt(scene);
        });
    tookASlot.assertMoreThan(true, 3);
  }

  private static void assertOthersCanCarryIt(BudgetFixture scene) {
    if (!(scene.decision() instanceof Decision.Take(BudgetLease taken))) {
      return;
    }
    var staying =
        scene.services().getFirst().endpoints().stream()
            .filter(endpoint -> endpoint.ready() && !taken.holds(endpoint.pod()))
            .map(Endpoint::podName)
            .filter(scene.use()::containsKey)
            .toList();
    var own = scene.use().getOrDefault(name(0), 0.0);
    var theirs = staying.stream().mapToDouble(pod -> scene.use().getOrDefault(pod, 99.0)).sum();
    var moving =
        scene.lease().holders().stream()
            .mapToDouble(holder -> scene.use().getOrDefault(holder.podName(), 1.0))
            .sum();

    assertThat(own + moving + theirs).isLessThanOrEqualTo(0.7 * staying.size() + 1e-9);
    assertThat(own - theirs / staying.size()).isGreaterThanOrEqualTo(0.15 - 1e-9);
  }

  /// Slot requests of one spike, in any order and again and again, before any sample shows what the
  /// first of them has changed; a pod that was shed may be seen ready for a while.
  @Test
  void podsThatGetHotTogetherLeaveWhatTheOthersCarry() {
    var shed = new Tally<Integer>();
    forAll(
        Gens.longs(),
        Gens.integers(2, 20),
        3_000,
        (seed, pods) -> shed.add(Math.min(3, shedInOneSpike(new Random(seed), pods))));
    shed.assertMoreThan(1, 10);
    shed.assertMoreThan(2, 5);
    shed.assertMoreThan(3, 5);
  }

  private static int shedInOneSpike(Random random, int pods) {
    var hot = random.nextInt(pods) + 1;
    var low = random.nextDouble() * 0.6;
    var use =
        IntStream.range(0, pods)
            .mapToDouble(pod -> pod < hot ? 0.8 + 0.3 * random.nextDouble() : low)
            .toArray();
    var scene =
        BudgetFixture.of(pods)
            .with(BudgetFixture.floor(random.nextInt(101)))
            .guarded()
            .withUse(use);
    var projected = Double.NEGATIVE_INFINITY;
    for (var request = 0; request < 4 * pods; request++) {
      var pod = random.nextInt(pods);
      var before = scene.lease().holders().size();
      scene = (random.nextBoolean() ? scene.askedBefore() : scene).afterRequestOf(pod);
      var out = scene.lease().holders().size();
      if (out > before) {
        assertThat(IntStream.range(0, pods).mapToDouble(at -> use[at]).sum() / (pods - out))
            .isLessThanOrEqualTo(0.7 + 1e-9);
        var next = RedistributionGuard.projected(scene.input(pod));
        assertThat(next.orElse(Double.POSITIVE_INFINITY)).isGreaterThan(projected);
        projected = next.orElse(Double.POSITIVE_INFINITY);
        if (random.nextBoolean()) {
          scene = scene.with(seenDown(scene.services().getFirst(), pod));
        }
      }
    }
    return scene.lease().holders().size();
  }

  private static ServiceEndpoints seenDown(ServiceEndpoints service, int pod) {
    return new ServiceEndpoints(
        service.name(),
        service.endpoints().stream()
            .map(endpoint -> endpoint.pod().equals(uid(pod)) ? BudgetFixture.down(pod) : endpoint)
            .toList());
  }

  @Test
  void noMoreHoldersThanTheBudgetKeepTheirSlots() {
    forAll(
        Gens.longs(),
        Gens.integers(1, 12),
        2_000,
        (seed, pods) -> {
          var scene = any(new Random(seed), pods);
          var kept =
              IntStream.range(0, pods)
                  .filter(
                      pod ->
                          BudgetRule.keepsSlot(
                              uid(pod), scene.lease(), scene.status(), scene.shedding()))
                  .count();
          var all = scene.lease().holders().size();

          assertThat(kept).isEqualTo(Math.min(all, BudgetRule.slots(scene.input())));
        });
  }
}
