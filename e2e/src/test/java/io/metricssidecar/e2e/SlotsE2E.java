package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The controller's part of the budget.
@ExtendWith(OnCluster.class)
class SlotsE2E {
  @Test
  void slotsFollowTheScale(Release release, Namespace namespace) {
    Annotated.deployment(namespace, "web", 2);
    var budget = Budget.of(namespace, "web");
    budget.awaitSlots(1);

    for (var replicas : new int[] {5, 1, 4}) {
      namespace
          .cluster()
          .client()
          .apps()
          .deployments()
          .inNamespace(namespace.name())
          .withName("web")
          .scale(replicas);
      var took = budget.awaitSlots(replicas == 1 ? 0 : replicas / 2);
      namespace
          .progress()
          .say("scale to %d: slots after %d ms".formatted(replicas, took.toMillis()));
    }
  }

  /// The pod is deleted with force, as an eviction or a lost node would end it: it gives nothing
  /// back itself.
  @Test
  void slotOfAPodThatIsGoneComesFreeAndNoOther(Release release, Namespace namespace) {
    var pods = Annotated.deployment(namespace, "web", 4);
    var budget = Budget.of(namespace, "web");
    budget.awaitSlots(2);
    var gone = pods.get(0);
    var lives = pods.get(1);
    for (var pod : pods.subList(0, 2)) {
      var key = Annotations.HOLDER_PREFIX + pod.getMetadata().getUid();
      budget.asAdministrator(
          lease ->
              new LeaseBuilder(lease)
                  .editMetadata()
                  .addToAnnotations(key, "1 " + pod.getMetadata().getName())
                  .endMetadata()
                  .build());
    }

    namespace.cluster().client().resource(gone).withGracePeriod(0).delete();

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(budget.holders()).containsExactly(lives.getMetadata().getUid()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(namespace.events())
                    .filteredOn(event -> event.getReason().equals("SlotFreed"))
                    .extracting(Event::getMessage)
                    .containsExactly(
                        "Pod %s is gone and its slot is free: 1 of 2 slots are taken"
                            .formatted(gone.getMetadata().getName())));
  }
}
