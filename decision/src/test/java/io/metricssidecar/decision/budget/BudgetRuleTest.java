package io.metricssidecar.decision.budget;

import static io.metricssidecar.decision.budget.BudgetFixture.down;
import static io.metricssidecar.decision.budget.BudgetFixture.floor;
import static io.metricssidecar.decision.budget.BudgetFixture.lease;
import static io.metricssidecar.decision.budget.BudgetFixture.name;
import static io.metricssidecar.decision.budget.BudgetFixture.serving;
import static io.metricssidecar.decision.budget.BudgetFixture.uid;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetRuleTest {
  private static Decision deny(DenialReason reason) {
    return new Decision.Deny(reason);
  }

  private static WorkloadStatus ready(int desired, int ready) {
    return new WorkloadStatus(desired, ready, ready, desired, false);
  }

  @Test
  void takesASlotOfAHealthyFleet() {
    assertThat(BudgetFixture.of(4).decision())
        .isEqualTo(
            new Decision.Take(
                new BudgetLease("lease", "7", null, List.of(new Holder(uid(0), 1, name(0))))));
  }

  @Test
  void takesTheNextSlotBehindTheOthers() {
    assertThat(BudgetFixture.of(4).with(lease(2, 3)).decision())
        .isEqualTo(
            new Decision.Take(
                new BudgetLease(
                    "lease",
                    "7",
                    2,
                    List.of(new Holder(uid(3), 1, name(3)), new Holder(uid(0), 2, name(0))))));
  }

  @Test
  void whoIsListedHasNoLeaveByThatWhateverElseIsWrong() {
    assertThat(BudgetFixture.of(1).with(lease(0, 0)).unsettled().with().decision())
        .isEqualTo(new Decision.AlreadyHeld());
  }

  @Test
  void aPausedBudgetHasNoSlotsAndSaysSoBeforeAnythingElse() {
    var pause = new Pause(Pause.By.PERSON, "", "");
    var paused = new BudgetLease("lease", "7", 2, pause, List.of());
    var holding = paused.with(uid(0), name(0));
    var four = ready(4, 4);

    assertThat(BudgetFixture.of(4).with(paused).unsettled().with().decision())
        .isEqualTo(deny(DenialReason.PAUSED));
    assertThat(EarlyRule.denial(paused, false)).contains(DenialReason.PAUSED);
    assertThat(BudgetRule.slots(four, BudgetFixture.floor(50), paused)).isEqualTo(0);
    assertThat(BudgetRule.keepsSlot(uid(0), holding, four, BudgetFixture.floor(50))).isFalse();
    assertThat(holding.without(uid(0))).isEqualTo(paused);
  }

  /// Everything is wrong at first; each line puts the first thing right that was complained of.
  @Test
  void complainsInAFixedOrder() {
    var bad = new WorkloadStatus(4, 2, 2, 3, false);
    var all = BudgetFixture.of(4).guarded().unsettled().with().with(lease(0)).with(bad);
    var settled = BudgetFixture.of(4).guarded().with().with(lease(0)).with(bad);
    var published = new ServiceEndpoints("web", List.of(serving(1).getFirst(), published(1)));
    var half = new ServiceEndpoints("web", List.of(serving(1).getFirst(), down(1)));
    var rolled = settled.with(lease(null)).with(ready(4, 2));

    assertThat(
            List.of(
                all.decision(),
                settled.decision(),
                settled.with(lease(null)).decision(),
                rolled.decision(),
                rolled.with(published).decision(),
                rolled.with(half).decision(),
                BudgetFixture.of(4).guarded().decision()))
        .isEqualTo(
            List.of(
                deny(DenialReason.LEASE_NEW),
                deny(DenialReason.FULL),
                deny(DenialReason.ROLLOUT),
                deny(DenialReason.NO_SERVICE),
                deny(DenialReason.INEFFECTIVE_SERVICE),
                deny(DenialReason.FLOOR),
                deny(DenialReason.PEER_DATA)));
  }

  /// The usual pair of a StatefulSet: only the headless Service sends traffic to unready pods, as
  /// is seen once a pod is out.
  @Test
  void aServiceThatPublishesUnreadyPodsBesideOneThatDoesNotDeniesNothing() {
    var web = new ServiceEndpoints("web", endpoints(serving(3), down(3)));
    var headless = new ServiceEndpoints("web-headless", endpoints(serving(3), published(3)));
    var scene = BudgetFixture.of(4).with(ready(4, 3)).with(lease(null, 3));

    assertThat(scene.with(web, headless).decision()).isInstanceOf(Decision.Take.class);
    assertThat(scene.with(headless).decision()).isEqualTo(deny(DenialReason.INEFFECTIVE_SERVICE));
  }

  private static Endpoint published(int pod) {
    return new Endpoint(uid(pod), name(pod), true, false, "a");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 50, 0",
    "1, 0, 0",
    "1, 50, 0",
    "2, 50, 1",
    "2, 51, 0",
    "3, 30, 2",
    "3, 66, 1",
    "3, 67, 0",
    "4, 100, 0",
    "10, 30, 7",
    "10, 0, 10",
    "1001, 0, 1000",
    "5000, 50, 1000"
  })
  void theBudgetIsWhatTheFloorLeavesRoundedDownAndFitsIntoOneLease(
      int desired, int percent, int slots) {
    var input = BudgetFixture.of(2).with(ready(desired, desired)).with(floor(percent)).input();

    assertThat(BudgetRule.slots(input)).isEqualTo(slots);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 5", "6, 5", "0, 0", ", 5"})
  void theControllersNumberCountsOnlyWhereItIsSmaller(Integer written, int slots) {
    assertThat(BudgetRule.slots(BudgetFixture.of(10).with(lease(written)).input()))
        .isEqualTo(slots);
  }

  @Test
  void neverMoreThanTheUserAllows() {
    assertThat(BudgetRule.slots(BudgetFixture.of(10).atMost(2).input())).isEqualTo(2);
    assertThat(BudgetFixture.of(10).atMost(2).with(lease(null, 8, 9)).decision())
        .isEqualTo(deny(DenialReason.FULL));
    assertThat(BudgetFixture.of(10).atMost(0).decision()).isEqualTo(deny(DenialReason.FULL));
  }

  @Test
  void aSinglePodStays() {
    assertThat(BudgetFixture.of(1).with(floor(0)).decision()).isEqualTo(deny(DenialReason.FULL));
  }

  @Test
  void withAFloorOfEverythingNobodyLeaves() {
    assertThat(BudgetFixture.of(4).with(floor(100)).decision()).isEqualTo(deny(DenialReason.FULL));
  }

  @Test
  void withoutAFloorOnePodStaysAllTheSame() {
    assertThat(BudgetFixture.of(3).with(floor(0)).with(lease(null, 2)).decision())
        .isInstanceOf(Decision.Take.class);
    assertThat(BudgetFixture.of(3).with(floor(0)).with(lease(null, 1, 2)).decision())
        .isEqualTo(deny(DenialReason.FLOOR));
  }

  @Test
  void aThousandHoldersAreTheMostThatALeaseTakes() {
    var holders = IntStream.range(1, 1001).boxed().toArray(Integer[]::new);

    assertThat(BudgetFixture.of(5000).with(floor(0)).with(lease(null, holders)).decision())
        .isEqualTo(deny(DenialReason.FULL));
  }

  @Test
  void aRolloutInProgressKeepsEverybody() {
    assertThat(BudgetFixture.of(4).with(new WorkloadStatus(4, 4, 4, 3, false)).decision())
        .isEqualTo(deny(DenialReason.ROLLOUT));
  }

  /// N=4, B=2: two must serve. One is down for another reason, so only one may be shed.
  @Test
  void podsThatAreDownForOtherReasonsUseTheBudgetUpFirst() {
    var service = new ServiceEndpoints("web", endpoints(serving(3), down(3)));
    var scene = BudgetFixture.of(4).with(service).with(ready(4, 3));

    assertThat(scene.decision()).isInstanceOf(Decision.Take.class);
    assertThat(scene.with(lease(null, 2)).decision()).isEqualTo(deny(DenialReason.FLOOR));
  }

  /// Two of the three others are down: the floor of two cannot be kept without this one.
  @Test
  void podsThatAreDownKeepTheFirstFromLeaving() {
    var service = new ServiceEndpoints("web", endpoints(serving(2), down(2), down(3)));

    assertThat(BudgetFixture.of(4).with(service).with(ready(4, 2)).decision())
        .isEqualTo(deny(DenialReason.FLOOR));
  }

  /// The kubelet has not noticed the 400 of pod 3 yet; it counts as out all the same.
  @Test
  void holdersCountAsOutWhileTheyAreStillSeenReady() {
    var scene = BudgetFixture.of(4).with(floor(50)).with(lease(null, 3));

    assertThat(scene.decision()).isInstanceOf(Decision.Take.class);
    assertThat(
            scene
                .with(new ServiceEndpoints("web", endpoints(serving(4))))
                .with(ready(4, 3))
                .decision())
        .isEqualTo(deny(DenialReason.FLOOR));
  }

  /// A holder that is down by now is not taken off the workload's ready pods twice.
  @Test
  void holdersThatAreSeenDownAreNotCountedTwice() {
    var service = new ServiceEndpoints("web", endpoints(serving(3), down(3)));

    assertThat(BudgetFixture.of(4).with(service).with(ready(4, 3)).with(lease(null, 3)).decision())
        .isInstanceOf(Decision.Take.class);
  }

  @Test
  void aHolderWithoutAnEndpointCountsAsReadyStill() {
    var service = new ServiceEndpoints("web", serving(3));
    var scene = BudgetFixture.of(4).with(service).with(lease(null, 9));

    assertThat(scene.with(ready(4, 4)).decision()).isInstanceOf(Decision.Take.class);
    assertThat(scene.with(ready(4, 3)).decision()).isEqualTo(deny(DenialReason.FLOOR));
  }

  /// The floor holds for each Service that sends traffic here, not for their union.
  @Test
  void everyServiceConcernedKeepsItsFloor() {
    var web = new ServiceEndpoints("web", serving(4));
    var canary = new ServiceEndpoints("canary", serving(2));

    assertThat(BudgetFixture.of(4).with(web, canary).decision())
        .isEqualTo(deny(DenialReason.FLOOR));
  }

  /// Pods of another workload behind the same Service do not stand in for ours.
  @Test
  void theWorkloadKeepsItsFloorThoughTheServiceHasMorePods() {
    var service = new ServiceEndpoints("web", serving(10));

    assertThat(BudgetFixture.of(4).with(service).with(ready(4, 2)).decision())
        .isEqualTo(deny(DenialReason.FLOOR));
    assertThat(BudgetFixture.of(4).with(service).with(ready(4, 3)).decision())
        .isInstanceOf(Decision.Take.class);
  }

  /// Three pods in zone a, one of them down; two of three must stay there.
  @Test
  void theFloorHoldsInTheOwnZoneWhereTheUserWantsIt() {
    var service =
        new ServiceEndpoints("web", endpoints(serving(2), down(2), other(3), other(4), other(5)));
    var scene = BudgetFixture.of(6).with(floor(66)).with(service).with(ready(6, 6));

    assertThat(scene.decision()).isInstanceOf(Decision.Take.class);
    assertThat(scene.perZone().decision()).isEqualTo(deny(DenialReason.FLOOR));
    assertThat(
            scene
                .with(new ServiceEndpoints("web", endpoints(serving(3), other(3))))
                .perZone()
                .decision())
        .isEqualTo(deny(DenialReason.FLOOR));
    assertThat(BudgetFixture.of(6).perZone().decision()).isInstanceOf(Decision.Take.class);
  }

  @Test
  void theLastPodOfAZoneStays() {
    var service = new ServiceEndpoints("web", endpoints(serving(1), other(1), other(2), other(3)));

    assertThat(BudgetFixture.of(4).with(service).perZone().decision())
        .isEqualTo(deny(DenialReason.FLOOR));
  }

  @Test
  void aZoneMayGoDownToItsFloor() {
    assertThat(BudgetFixture.of(4).with(floor(75)).perZone().decision())
        .isInstanceOf(Decision.Take.class);
  }

  private static Endpoint other(int pod) {
    return new Endpoint(uid(pod), name(pod), true, true, "b");
  }

  @Test
  void podsInAZoneThatIsNotKnownAreAZoneOfTheirOwn() {
    var service =
        new ServiceEndpoints(
            "web",
            IntStream.range(0, 4)
                .mapToObj(pod -> new Endpoint(uid(pod), name(pod), true, true, ""))
                .toList());

    assertThat(BudgetFixture.of(4).with(service).perZone().decision())
        .isInstanceOf(Decision.Take.class);
  }

  @Test
  void theFirstHoldersKeepTheirSlotsAfterAScaleDown() {
    var held = lease(null, 5, 3, 1);
    var shedding = floor(50);

    assertThat(
            IntStream.of(5, 3, 1, 0)
                .mapToObj(pod -> BudgetRule.keepsSlot(uid(pod), held, ready(4, 4), shedding)))
        .isEqualTo(List.of(true, true, false, false));
  }

  @Test
  void theControllersNumberTrimsToo() {
    var held = lease(1, 5, 3);

    assertThat(BudgetRule.keepsSlot(uid(5), held, ready(10, 10), floor(50))).isTrue();
    assertThat(BudgetRule.keepsSlot(uid(3), held, ready(10, 10), floor(50))).isFalse();
  }

  private static List<Endpoint> endpoints(List<Endpoint> some, Endpoint... more) {
    var all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
