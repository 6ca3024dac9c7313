package io.metricssidecar.e2e.budget;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fleet.BudgetLease;
import io.metricssidecar.e2e.fleet.LeaseText;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The controller's part of the budget: the number of slots, and the slots of pods that are gone.
@ExtendWith(ClusterExtension.class)
class SlotsE2E {
  private static final Duration MAX_WAIT = Duration.ofSeconds(60);

  @Test
  void slotsFollowTheScale(Release release, Namespace namespace) {
    AnnotatedWorkload.deployment(namespace, "web", 2);
    var budget = BudgetLease.of(namespace, "web");
    budget.awaitSlots(1);

    for (var replicas : new int[] {5, 1, 4}) {
      namespace.deployment("web").scale(replicas);
      var took = budget.awaitSlots(replicas == 1 ? 0 : replicas / 2);
      namespace
          .progress()
          .report("scale to %d: slots after %d ms".formatted(replicas, took.toMillis()));
    }
  }

  /// The pod is deleted with force, as a lost node would end it: it does not release its slot
  /// itself.
  @Test
  void slotOfAPodThatIsGoneComesFreeAndNoOther(Release release, Namespace namespace) {
    var pods = AnnotatedWorkload.deployment(namespace, "web", 4);
    var budget = BudgetLease.of(namespace, "web");
    budget.awaitSlots(2);
    var gone = pods.get(0);
    var lives = pods.get(1);
    for (var pod : pods.subList(0, 2)) {
      budget.asAdministrator(
          lease ->
              new LeaseBuilder(lease)
                  .editMetadata()
                  .addToAnnotations(LeaseText.holderKey(pod), LeaseText.holderValue(pod))
                  .endMetadata()
                  .build());
    }

    namespace.cluster().client().resource(gone).withGracePeriod(0).delete();

    Waiting.untilEqual(
        "the holder that is left",
        MAX_WAIT,
        namespace.progress(),
        budget::holders,
        Set.of(lives.getMetadata().getUid()));
    Waiting.untilEqual(
        "the Event",
        MAX_WAIT,
        namespace.progress(),
        () -> slotFreed(namespace),
        List.of(
            "Pod %s is gone and its slot is free: 1 of 2 slots are taken"
                .formatted(gone.getMetadata().getName())));
  }

  /// The controller may see such a pod for a moment while it is being deleted, or not at all.
  private static List<String> slotFreed(Namespace namespace) {
    return namespace.events().stream()
        .filter(event -> event.getReason().equals("SlotFreed"))
        .map(Event::getMessage)
        .map(message -> message.replace(" is being deleted ", " is gone "))
        .toList();
  }
}
