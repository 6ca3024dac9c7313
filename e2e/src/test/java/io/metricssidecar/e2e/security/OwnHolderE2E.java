package io.metricssidecar.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fleet.BudgetLease;
import io.metricssidecar.e2e.fleet.LeaseText;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The writes that the API server accepts from a pod to the budget of its workload, with tokens
/// such as the kubelet gives out, and with the Role that the controller has created.
@ExtendWith(ClusterExtension.class)
class OwnHolderE2E {
  private static final String OTHERS = "takes and gives back its own slot, never another's";
  private static final String NOTHING_ELSE = "changes nothing of the Lease but its own slot";
  private static final String ONCE = "a slot is written once";

  @Test
  void podTakesAndGivesBackItsOwnSlotAndNoOther(Release release, Namespace namespace) {
    var pods = AnnotatedWorkload.deployment(namespace, "web", 4);
    var budget = BudgetLease.of(namespace, "web");
    budget.awaitSlots(2);
    var first = pods.get(0);
    var second = pods.get(1);
    var token = budget.token(first);

    assertThat(budget.write(token, take(first))).isEmpty();
    assertThat(budget.write(budget.token(second), take(second))).isEmpty();

    var softly = new SoftAssertions();
    softly.assertThat(refusal(budget, token, free(second))).contains(OTHERS);
    softly.assertThat(refusal(budget, token, hold(second, "9 x"))).contains(OTHERS);
    softly.assertThat(refusal(budget, token, hold(pods.get(2), "3 x"))).contains(OTHERS);
    softly.assertThat(refusal(budget, token, hold(first, "0 x"))).contains(ONCE);
    softly
        .assertThat(refusal(budget, token, annotation(Annotations.SLOTS, "4")))
        .contains(NOTHING_ELSE);
    softly
        .assertThat(refusal(budget, token, annotation(Annotations.LEASE_FORMAT, "2")))
        .contains(NOTHING_ELSE);
    softly
        .assertThat(refusal(budget, token, annotation("example.com/anything", "x")))
        .contains(NOTHING_ELSE);
    softly
        .assertThat(refusal(budget, token, annotation(Annotations.PAUSED, "person x")))
        .contains(NOTHING_ELSE);
    softly.assertThat(refusal(budget, token, OwnHolderE2E::label)).contains(NOTHING_ELSE);
    softly.assertThat(refusal(budget, token, OwnHolderE2E::withoutLabels)).contains(NOTHING_ELSE);
    softly.assertThat(refusal(budget, token, OwnHolderE2E::spec)).contains(NOTHING_ELSE);
    softly.assertThat(refusal(budget, token, OwnHolderE2E::owner)).contains(NOTHING_ELSE);
    softly.assertThat(refusal(budget, token, OwnHolderE2E::finalizer)).contains(NOTHING_ELSE);
    softly.assertAll();

    assertThat(budget.write(token, free(first))).isEmpty();
    assertThat(budget.holders()).containsExactly(second.getMetadata().getUid());
  }

  @Test
  void nobodyTakesASlotBeyondTheLast(Release release, Namespace namespace) {
    var pods = AnnotatedWorkload.deployment(namespace, "web", 3);
    var budget = BudgetLease.of(namespace, "web");
    budget.awaitSlots(1);
    var first = pods.get(0);
    var second = pods.get(1);

    assertThat(refusal(budget, budget.token(first), hold(first, "1 somebody-else"))).contains(ONCE);
    assertThat(budget.write(budget.token(first), take(first))).isEmpty();

    assertThat(refusal(budget, budget.token(second), take(second)))
        .contains("all slots are taken: 1 of 1");
    assertThat(budget.write(budget.token(first), free(first))).isEmpty();
    assertThat(budget.write(budget.token(second), take(second))).isEmpty();
  }

  /// A token of the same ServiceAccount without a pod, as tokens in Secrets are.
  @Test
  void tokenThatIsBoundToNoPodChangesNothing(Release release, Namespace namespace) {
    var pods = AnnotatedWorkload.deployment(namespace, "web", 3);
    var budget = BudgetLease.of(namespace, "web");
    budget.awaitSlots(1);
    var first = pods.getFirst();
    assertThat(budget.write(budget.token(first), take(first))).isEmpty();
    var unbound = budget.token();

    var softly = new SoftAssertions();
    softly
        .assertThat(refusal(budget, unbound, free(first)))
        .contains(OTHERS, "this token is bound to no pod");
    softly.assertThat(refusal(budget, unbound, hold(first, "0 x"))).contains(OTHERS);
    softly
        .assertThat(refusal(budget, unbound, annotation(Annotations.SLOTS, "3")))
        .contains(NOTHING_ELSE);
    softly
        .assertThat(refusal(budget, unbound, annotation(Annotations.PAUSED, "person x")))
        .contains(NOTHING_ELSE);
    softly.assertThat(refusal(budget, unbound, OwnHolderE2E::spec)).contains(NOTHING_ELSE);
    softly.assertAll();
    assertThat(budget.holders()).containsExactly(first.getMetadata().getUid());
  }

  @Test
  void leaseThatIsNotOursIsNotConcerned(Release release, Namespace namespace) {
    AnnotatedWorkload.deployment(namespace, "web", 2);
    var ours = BudgetLease.of(namespace, "web");
    ours.awaitSlots(1);
    // The Role names one Lease, so the only way to a Lease that is not labelled as ours is to
    // remove
    // its labels; the controller writes them again, and may do so before the change.
    Waiting.until(
        "a change of the Lease while it has no labels",
        Duration.ofSeconds(30),
        namespace.progress(),
        () -> {
          ours.asAdministrator(OwnHolderE2E::withoutLabels);
          return ours.write(ours.token(), annotation("example.com/anything", "x"));
        });
  }

  private static String refusal(BudgetLease budget, String token, UnaryOperator<Lease> change) {
    return budget.write(token, change).orElse("was accepted");
  }

  /// A change that acquires a slot for this pod.
  static UnaryOperator<Lease> take(Pod pod) {
    return hold(pod, LeaseText.holderValue(pod));
  }

  private static UnaryOperator<Lease> hold(Pod pod, String value) {
    return annotation(LeaseText.holderKey(pod), value);
  }

  private static UnaryOperator<Lease> free(Pod pod) {
    var key = LeaseText.holderKey(pod);
    return lease -> metadata(lease, metadata -> metadata.removeFromAnnotations(key));
  }

  private static UnaryOperator<Lease> annotation(String key, String value) {
    return lease -> metadata(lease, metadata -> metadata.addToAnnotations(key, value));
  }

  private static Lease label(Lease lease) {
    return metadata(lease, metadata -> metadata.addToLabels("example.com/anything", "x"));
  }

  private static Lease withoutLabels(Lease lease) {
    return metadata(lease, metadata -> metadata.withLabels(null));
  }

  private static Lease finalizer(Lease lease) {
    return metadata(lease, metadata -> metadata.withFinalizers("example.com/anything"));
  }

  private static Lease owner(Lease lease) {
    var owner =
        new OwnerReferenceBuilder()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withName("anything")
            .withUid(UUID.randomUUID().toString())
            .build();
    return metadata(lease, metadata -> metadata.withOwnerReferences(owner));
  }

  private static Lease spec(Lease lease) {
    return new LeaseBuilder(lease).editOrNewSpec().withHolderIdentity("me").endSpec().build();
  }

  private static Lease metadata(Lease lease, UnaryOperator<ObjectMetaBuilder> change) {
    return new LeaseBuilder(lease)
        .withMetadata(change.apply(new ObjectMetaBuilder(lease.getMetadata())).build())
        .build();
  }
}
