package io.metricssidecar.controller.budget;

import static io.metricssidecar.controller.TestLeases.OWNER;
import static io.metricssidecar.controller.TestLeases.WEB;
import static io.metricssidecar.controller.TestLeases.floor;
import static io.metricssidecar.controller.TestLeases.lease;
import static io.metricssidecar.controller.TestLeases.sidecarPod;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.controller.TestLeases;
import io.metricssidecar.controller.budget.BudgetPlan.Write;
import io.metricssidecar.controller.ownership.Resolution;
import io.metricssidecar.controller.ownership.Resolution.Found;
import io.metricssidecar.controller.ownership.Resolution.Unknown;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.SidecarBudget;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetPlanTest {
  private static final PodLookup POD_A = new PodLookup.ByName("shop", "pod-a", "a");

  @Test
  void writesWhatTheFloorLeavesOfTheDesiredPods() {
    var state = state(lease(null, Map.of()), 10, sidecarPod("a", floor(70)));

    assertThat(writes(state)).isEqualTo(List.of(new Write(lease("3", Map.of()), List.of())));
  }

  @Test
  void doesNothingWhereAllIsRight() {
    assertThat(writes(state(lease("3", Map.of()), 10, sidecarPod("a", floor(70))))).isEmpty();
  }

  @Test
  void usesTheStrictestWhileATemplateRollsOut() {
    var atMostOne =
        new Shedding(
            floor(50).mode(),
            floor(50).guard(),
            floor(50).minimumPods(),
            1,
            false,
            floor(50).warmUp());
    var state =
        state(lease("5", Map.of()), 10, sidecarPod("a", floor(50)), sidecarPod("b", atMostOne));

    assertThat(writes(state)).isEqualTo(List.of(new Write(lease("1", Map.of()), List.of())));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "2, 50, 1", "2, 51, 0", "10, 100, 0", "2000, 0, 1000", "5000, 90, 500"})
  void writesAtMostWhatFitsIntoALease(int desired, int percent, String slots) {
    var state = state(lease(null, Map.of()), desired, sidecarPod("a", floor(percent)));

    assertThat(writes(state)).isEqualTo(List.of(new Write(lease(slots, Map.of()), List.of())));
  }

  @Test
  void givesNoSlotsWhereNoPodHasASidecar() {
    assertThat(writes(state(lease("3", Map.of()), 10)))
        .isEqualTo(List.of(new Write(lease("0", Map.of()), List.of())));
  }

  @Test
  void leavesWhatIsWrittenWhereTheWorkloadWasNotSeen() {
    var state =
        new BudgetState(
            leases(lease("3", Map.of())),
            Map.of("a", sidecarPod("a", floor(50))),
            Map.of(),
            Map.of());

    assertThat(writes(state)).isEmpty();
  }

  /// Otherwise anyone who creates a pod could stop another workload from shedding.
  @Test
  void doesNotCountAPodOfAnotherWorkloadThatNamesTheLease() {
    var stranger = sidecarPod("x", "uid-of-other", new SidecarBudget(WEB, floor(100)));

    assertThat(writes(state(lease("5", Map.of()), 10, sidecarPod("a", floor(50)), stranger)))
        .isEmpty();
  }

  @Test
  void doesNotCountAPodThatUsesAnotherLease() {
    var other =
        sidecarPod(
            "x",
            OWNER.uid(),
            new SidecarBudget(new NamespacedName("other", WEB.name()), floor(100)));

    assertThat(writes(state(lease("5", Map.of()), 10, sidecarPod("a", floor(50)), other)))
        .isEmpty();
  }

  /// After a restart the owners of a kind that is not watched are read one after the other.
  @Test
  void leavesWhatIsWrittenWhereAPodMayBeOneOfTheWorkload() {
    var pod = sidecarPod("a", floor(70));

    assertThat(writes(state(Map.of("a", new Unknown("shop", OWNER)), pod))).isEmpty();
  }

  @Test
  void podThatMayBelongToAnotherWorkloadIsNotWaitedFor() {
    var other = new Owner("example.com/v1", "Rollout", "other", OWNER.uid());
    var owners = Map.of("a", found(OWNER), "b", new Unknown("shop", other));

    assertThat(writes(state(owners, sidecarPod("a", floor(70)), sidecarPod("b", floor(100)))))
        .isEqualTo(List.of(new Write(lease("3", Map.of()), List.of())));
  }

  @Test
  void looksUpTheHolderThatWasNotSeen() {
    var state = state(lease("3", Map.of("a", "1 pod-a", "b", "2 pod-b")), 10, of70("b"));

    assertThat(BudgetPlan.lookups(state)).isEqualTo(List.of(POD_A));
    assertThat(BudgetPlan.writes(state, Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "pod-a", "1", "'1 '", "x pod-a", "1 Pod_A", "1 pod-a/../b", "-1 pod-a"})
  void looksAmongAllPodsWhereTheHolderNamesNone(String value) {
    var state = state(lease("3", Map.of("a", value)), 10, of70("b"));

    assertThat(BudgetPlan.lookups(state)).isEqualTo(List.of(new PodLookup.AmongAll("shop", "a")));
    assertThat(BudgetPlan.writes(state, Map.of())).isEmpty();
  }

  /// Its application may take an hour to stop: until then it is seen, while it is being deleted.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void freesTheSlotOfAPodThatTheApiServerSaysIsGone(boolean seen) {
    var state = state(lease("3", Map.of("a", "1 pod-a", "b", "2 pod-b")), 10, ending(seen));

    assertThat(BudgetPlan.lookups(state)).isEqualTo(List.of(POD_A));
    assertThat(BudgetPlan.writes(state, Map.of(POD_A, PodPresence.GONE)))
        .isEqualTo(
            List.of(
                new Write(
                    lease("3", Map.of("b", "2 pod-b")), List.of(new Holder("a", 1, "pod-a")))));
  }

  @ParameterizedTest
  @CsvSource({"false, PRESENT", "false, UNKNOWN", "true, PRESENT", "true, UNKNOWN"})
  void keepsTheSlotOfAPodThatMayLive(boolean seen, PodPresence presence) {
    var state = state(lease("3", Map.of("a", "1 pod-a", "b", "2 pod-b")), 10, ending(seen));

    assertThat(BudgetPlan.writes(state, Map.of(POD_A, presence))).isEmpty();
  }

  /// Whatever stands in the Lease, a pod of that UID was seen: perhaps under another name.
  @Test
  void keepsTheSlotOfAPodThatWasSeen() {
    var state = state(lease("3", Map.of("a", "1 pod-z")), 10, of70("a"));
    var presence =
        Map.<PodLookup, PodPresence>of(
            new PodLookup.ByName("shop", "pod-z", "a"), PodPresence.GONE);

    assertThat(BudgetPlan.writes(state, presence)).isEmpty();
  }

  /// They answer 400 until they have noticed; a slot that came free before would let another out.
  @Test
  void keepsTheSlotsOfLivingPodsBeyondTheNumberOfSlots() {
    var holders = Map.of("a", "1 pod-a", "b", "2 pod-b", "c", "3 pod-c");
    var state = state(lease("3", holders), 4, of70("a"), of70("b"), of70("c"));

    assertThat(writes(state)).isEqualTo(List.of(new Write(lease("1", holders), List.of())));
  }

  @Test
  void writesOnceForAllThatChangesInALease() {
    var state = state(lease("9", Map.of("a", "1 pod-a")), 10, of70("b"));

    assertThat(BudgetPlan.writes(state, Map.of(POD_A, PodPresence.GONE)))
        .isEqualTo(List.of(new Write(lease("3", Map.of()), List.of(new Holder("a", 1, "pod-a")))));
  }

  @Test
  void leavesAloneWhatIsNotOursToWrite() {
    var unknownFormat =
        new LeaseBuilder(lease("3", Map.of("a", "1 pod-a")))
            .editMetadata()
            .addToAnnotations(Annotations.LEASE_FORMAT, "2")
            .endMetadata()
            .build();
    var withoutFormat =
        new LeaseBuilder(unknownFormat)
            .editMetadata()
            .removeFromAnnotations(Annotations.LEASE_FORMAT)
            .endMetadata()
            .build();
    var leaving =
        new LeaseBuilder(lease("3", Map.of()))
            .editMetadata()
            .withDeletionTimestamp("2026-11-21T12:00:00Z")
            .endMetadata()
            .build();
    var nobodys =
        new LeaseBuilder(lease("3", Map.of()))
            .editMetadata()
            .withOwnerReferences()
            .endMetadata()
            .build();

    assertThat(List.of(unknownFormat, withoutFormat, leaving, nobodys))
        .allSatisfy(lease -> assertThat(BudgetLease.of(lease)).isEmpty());
  }

  /// The pods of which `a` is not seen, or seen while it is being deleted.
  private static SidecarPod[] ending(boolean seen) {
    return seen
        ? new SidecarPod[] {TestLeases.terminating(of70("a")), of70("b")}
        : new SidecarPod[] {of70("b")};
  }

  private static SidecarPod of70(String uid) {
    return sidecarPod(uid, floor(70));
  }

  /// The writes in a state in which no pod has to be looked up.
  private static List<Write> writes(BudgetState state) {
    assertThat(BudgetPlan.lookups(state)).isEmpty();
    return BudgetPlan.writes(state, Map.of());
  }

  private static List<BudgetLease> leases(Lease lease) {
    return List.of(BudgetLease.of(lease).orElseThrow());
  }

  private static BudgetState state(Lease lease, int desired, SidecarPod... pods) {
    return new BudgetState(
        leases(lease),
        Arrays.stream(pods).collect(toMap(SidecarPod::uid, pod -> pod)),
        Map.of(OWNER.uid(), desired),
        Arrays.stream(pods).collect(toMap(SidecarPod::uid, pod -> found(pod.controller()))));
  }

  /// A workload of ten pods whose Lease has five slots.
  private static BudgetState state(Map<String, Resolution> owners, SidecarPod... pods) {
    return new BudgetState(
        leases(lease("5", Map.of())),
        Arrays.stream(pods).collect(toMap(SidecarPod::uid, pod -> pod)),
        Map.of(OWNER.uid(), 10),
        owners);
  }

  private static Resolution found(Owner owner) {
    return new Found(new OwnedWorkload("shop", ScaleTarget.KUBERNETES.getFirst(), owner));
  }
}
