package io.metricssidecar.controller.budget;

import static io.metricssidecar.controller.TestLeases.OWNER;
import static io.metricssidecar.testing.Property.forAll;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.controller.TestLeases;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.budget.BudgetPlan.Write;
import io.metricssidecar.controller.workloads.SidecarPod;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gen;
import io.metricssidecar.testing.generators.Gens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whatever part of the cluster the controller has seen, and whether the API server responds or
/// not: no slot of a pod that may live on is freed.
class BudgetPlanPropertiesTest {
  private static final List<String> UIDS = List.of("a", "b", "c", "d", "e");
  private static final Set<String> ENDING = Set.of("Failed", "Succeeded", "Deleted");
  private static final List<String> VALUES =
      List.of("1 pod-a", "2 pod-b", "3 pod-c", "4 pod-z", "", "garbage", "9 Pod_A", "1 pod-a b");

  /// A cluster, and what is known of it.
  ///
  /// @param pods that exist, by UID; the phase of each, or `Deleted` while it is being deleted
  /// @param seen UIDs of them, and of pods that no longer exist
  /// @param leaving UIDs of pods that were being deleted when they were seen
  /// @param holders of the Lease, with their values
  /// @param silent UIDs whose lookups get no response
  /// @param slots as written
  record World(
      Map<String, String> pods,
      Set<String> seen,
      Set<String> leaving,
      Map<String, String> holders,
      Set<String> silent,
      Optional<String> slots) {}

  @Test
  void neverFreesTheSlotOfAPodThatMayLiveOn() {
    var freed = new Tally<Boolean>();
    forAll(
        worlds(),
        2_000,
        world -> {
          freed.add(writes(world).stream().anyMatch(write -> !write.freed().isEmpty()));
          assertOnlyTheDeadAreFreed(world);
        });
    freed.assertMoreThan(true, 20);
  }

  private static void assertOnlyTheDeadAreFreed(World world) {
    for (var write : writes(world)) {
      for (var freed : write.freed()) {
        var phase = world.pods().get(freed.uid());
        assertThat(phase == null || ENDING.contains(phase)).as("%s in %s", freed, world).isTrue();
        assertThat(world.silent()).doesNotContain(freed.uid());
        assertThat(world.seen().contains(freed.uid()) && !world.leaving().contains(freed.uid()))
            .as("%s was seen to live in %s", freed, world)
            .isFalse();
      }
    }
  }

  /// But for the slots that it says it frees and the number of slots, a Lease stays as it was.
  @Test
  void changesNothingElse() {
    forAll(worlds(), 500, BudgetPlanPropertiesTest::assertNothingElseChanges);
  }

  private static void assertNothingElseChanges(World world) {
    var before = TestLeases.lease(world.slots().orElse(null), world.holders());
    for (var write : writes(world)) {
      var undone = new LeaseBuilder(write.lease()).editMetadata();
      undone.removeFromAnnotations(Annotations.SLOTS);
      world.slots().ifPresent(slots -> undone.addToAnnotations(Annotations.SLOTS, slots));
      for (var freed : write.freed()) {
        var key = Annotations.HOLDER_PREFIX + freed.uid();
        assertThat(write.lease().getMetadata().getAnnotations()).doesNotContainKey(key);
        undone.addToAnnotations(key, world.holders().get(freed.uid()));
      }
      assertThat(undone.endMetadata().build()).isEqualTo(before);
    }
  }

  /// With every answer, one run leaves only holders that live or were seen, and the next has
  /// nothing to do.
  @Test
  void isDoneAfterOneRunWhereTheApiServerAnswers() {
    forAll(worlds(), 500, BudgetPlanPropertiesTest::assertDoneAfterOneRun);
  }

  private static void assertDoneAfterOneRun(World world) {
    var answering =
        new World(
            world.pods(), world.seen(), world.leaving(), world.holders(), Set.of(), world.slots());
    for (var write : writes(answering)) {
      var left = new HashMap<>(world.holders());
      write.freed().forEach(freed -> left.remove(freed.uid()));
      var after =
          new World(
              world.pods(),
              world.seen(),
              world.leaving(),
              left,
              Set.of(),
              Optional.ofNullable(
                  write.lease().getMetadata().getAnnotations().get(Annotations.SLOTS)));

      assertThat(writes(after)).isEmpty();
    }
  }

  private static List<Write> writes(World world) {
    var state = state(world);
    var presence = new HashMap<PodLookup, PodPresence>();
    BudgetPlan.lookups(state).forEach(lookup -> presence.put(lookup, presence(world, lookup)));
    return BudgetPlan.writes(state, presence);
  }

  private static PodPresence presence(World world, PodLookup lookup) {
    if (world.silent().contains(lookup.uid())) {
      return PodPresence.UNKNOWN;
    }
    var all = world.pods().entrySet().stream().map(pod -> pod(pod.getKey(), pod.getValue()));
    return switch (lookup) {
      case PodLookup.AmongAll(_, var uid) -> PodPresence.of(uid, all.toList());
      case PodLookup.ByName(_, var name, var uid) ->
          PodPresence.of(
              uid, all.filter(pod -> pod.getMetadata().getName().equals(name)).findFirst());
    };
  }

  private static Pod pod(String uid, String phase) {
    var pod = TestPod.named("pod-" + uid).uid(uid);
    return phase.equals("Deleted")
        ? pod.phase("Running").terminating().build()
        : pod.phase(phase).build();
  }

  private static BudgetState state(World world) {
    var lease = TestLeases.lease(world.slots().orElse(null), world.holders());
    return new BudgetState(
        List.of(BudgetLease.of(lease).orElseThrow()),
        world.seen().stream().collect(toMap(uid -> uid, uid -> seen(world, uid))),
        Map.of(OWNER.uid(), 5),
        Map.of());
  }

  private static SidecarPod seen(World world, String uid) {
    var pod = TestLeases.sidecarPod(uid, TestLeases.floor(50));
    return world.leaving().contains(uid) ? TestLeases.terminating(pod) : pod;
  }

  private static Gen<World> worlds() {
    var uids = Gens.elements(UIDS);
    var phases = Gens.of("Pending", "Running", "Unknown", "Failed", "Succeeded", "Deleted");
    var pods = Gens.maps(uids, phases, UIDS.size());
    var someUids = uids.set(UIDS.size());
    var slots = Gens.of(Optional.<String>empty(), Optional.of("2"), Optional.of("nonsense"));
    return random ->
        new World(
            pods.next(random),
            someUids.next(random),
            someUids.next(random),
            holders().next(random),
            someUids.next(random),
            slots.next(random));
  }

  /// The name in a Lease is that of the pod, as the policy of the chart demands, or none.
  private static Gen<Map<String, String>> holders() {
    return Gens.maps(Gens.elements(UIDS), Gens.elements(VALUES), UIDS.size())
        .map(BudgetPlanPropertiesTest::honest);
  }

  private static Map<String, String> honest(Map<String, String> holders) {
    var honest = new HashMap<String, String>();
    holders.forEach(
        (uid, value) -> honest.put(uid, value.matches("\\d pod-[a-z]") ? "1 pod-" + uid : value));
    return honest;
  }
}
