package io.metricssidecar.controller.budget;

import static io.metricssidecar.controller.TestLeases.OWNER;
import static io.metricssidecar.controller.TestLeases.WEB;
import static io.metricssidecar.controller.TestLeases.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.controller.budget.BudgetPlan.Write;
import io.metricssidecar.controller.workloads.NamespacedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a write does to the pause of a Lease, and what it leaves as it was.
class BudgetPlanPauseTest {
  private static final Pause WANTED =
      new Pause(Pause.By.CONTROLLER, "2026-11-22T04:00:00Z", "annotation of the workload");
  private static final PodLookup POD_A = new PodLookup.ByName("shop", "pod-a", "a");

  @Test
  void writesThePauseThatIsMissing() {
    assertThat(writes(paused(null), Map.of(WEB, Optional.of(WANTED))))
        .isEqualTo(List.of(new Write(paused(WANTED.text()), List.of())));
  }

  @Test
  void removesThePauseThatNothingAsksFor() {
    assertThat(writes(paused(WANTED.text()), Map.of(WEB, Optional.empty())))
        .isEqualTo(List.of(new Write(paused(null), List.of())));
  }

  @Test
  void leavesAPauseThatIsAsItHasToBe() {
    assertThat(writes(paused(WANTED.text()), Map.of(WEB, Optional.of(WANTED)))).isEmpty();
    assertThat(writes(paused(null), Map.of(WEB, Optional.empty()))).isEmpty();
  }

  /// The Namespace was not seen yet, or the pause is another Lease's.
  @Test
  void leavesAPauseOfWhichNothingIsKnown() {
    var other = new NamespacedName("other", WEB.name());

    assertThat(writes(paused(WANTED.text()), Map.of())).isEmpty();
    assertThat(writes(paused(null), Map.of(other, Optional.of(WANTED)))).isEmpty();
  }

  /// Slots that are freed do not change who paused, since when and why, letter by letter.
  @Test
  void keepsTheTextOfAPauseThatStays() {
    var unusual = "true,  since yesterday";
    var before = annotated("3", Map.of("a", "1 pod-a"), unusual);
    var asRead = Optional.ofNullable(BudgetLease.of(before).orElseThrow().pause());

    assertThat(asRead).contains(new Pause(Pause.By.PERSON, "", unusual));
    assertThat(writes(before, Map.of(WEB, asRead)))
        .isEqualTo(
            List.of(
                new Write(
                    annotated("3", Map.of(), unusual), List.of(new Holder("a", 1, "pod-a")))));
  }

  /// Where the workload was not seen, its number of slots is not known, but who is gone is.
  @Test
  void freesASlotAndKeepsTheirNumberWhereTheWorkloadWasNotSeen() {
    assertThat(writes(annotated("3", Map.of("a", "1 pod-a"), null), Map.of()))
        .isEqualTo(
            List.of(
                new Write(annotated("3", Map.of(), null), List.of(new Holder("a", 1, "pod-a")))));
    assertThat(writes(lease(null, Map.of("a", "1 pod-a")), Map.of()))
        .isEqualTo(List.of(new Write(lease(null, Map.of()), List.of(new Holder("a", 1, "pod-a")))));
  }

  /// The writes where no pod and no workload was seen, and the holder `a` is gone.
  private static List<Write> writes(Lease lease, Map<NamespacedName, Optional<Pause>> pauses) {
    var read = BudgetLease.of(lease).orElseThrow();
    assertThat(read.owner()).isEqualTo(OWNER);
    var state = new BudgetState(List.of(read), Map.of(), Map.of(), Map.of(), pauses);
    return BudgetPlan.writes(state, Map.of(POD_A, PodPresence.GONE));
  }

  private static Lease paused(@Nullable String text) {
    return annotated("3", Map.of(), text);
  }

  private static Lease annotated(
      String slots, Map<String, String> holders, @Nullable String pause) {
    var lease = lease(slots, holders).edit().editMetadata();
    if (pause != null) {
      lease.addToAnnotations(Annotations.PAUSED, pause);
    }
    return lease.endMetadata().build();
  }
}
