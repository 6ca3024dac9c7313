package io.metricssidecar.controller.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import org.junit.jupiter.api.Test;

/// What is kept of watched workloads.
class SlimWorkloadTest {
  @Test
  void ofAReplicaSetIsKeptWhatOwnershipNeeds() {
    assertThat(SlimWorkload.replicaSet(whole("web-1")))
        .isEqualTo(
            new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web-1")
                .withUid("uid-of-web-1")
                .withResourceVersion("7")
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName("web")
                .withUid("uid-of-web")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .endSpec()
                .build());
  }

  @Test
  void textsOfTwoReplicaSetsOfADeploymentAreKeptOnce() {
    var one = SlimWorkload.replicaSet(whole("web-1"));
    var other = SlimWorkload.replicaSet(whole("web-2"));

    assertThat(one.getMetadata().getNamespace()).isSameAs(other.getMetadata().getNamespace());
    var reference = one.getMetadata().getOwnerReferences().getFirst();
    var same = other.getMetadata().getOwnerReferences().getFirst();
    assertThat(reference.getUid()).isSameAs(same.getUid());
    assertThat(reference.getName()).isSameAs(same.getName());
    var label = one.getSpec().getSelector().getMatchLabels().entrySet().iterator().next();
    var equal = other.getSpec().getSelector().getMatchLabels().entrySet().iterator().next();
    assertThat(label.getKey()).isSameAs(equal.getKey());
    assertThat(label.getValue()).isSameAs(equal.getValue());
  }

  @Test
  void emptyCollectionsOfAReplicaSetAreShared() {
    var one = SlimWorkload.replicaSet(whole("web-1"));
    var other = SlimWorkload.replicaSet(whole("web-2"));

    assertThat(one.getAdditionalProperties()).isSameAs(other.getAdditionalProperties());
    assertThat(one.getMetadata().getLabels()).isSameAs(other.getMetadata().getLabels());
    assertThat(one.getMetadata().getAnnotations()).isSameAs(other.getMetadata().getAnnotations());
    assertThat(one.getSpec().getAdditionalProperties())
        .isSameAs(other.getSpec().getAdditionalProperties());
  }

  /// As from a list of the API server: no text is the same object as another one.
  private static ReplicaSet whole(String name) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withNamespace(copy("shop"))
        .withName(name)
        .withUid("uid-of-" + name)
        .withResourceVersion("7")
        .addToLabels("app", "web")
        .addToAnnotations("deployment.kubernetes.io/revision", "2")
        .addNewOwnerReference()
        .withApiVersion(copy("apps/v1"))
        .withKind(copy("Deployment"))
        .withName(copy("web"))
        .withUid(copy("uid-of-web"))
        .withController(true)
        .withBlockOwnerDeletion(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .withNewSelector()
        .addToMatchLabels(copy("app"), copy("web"))
        .endSelector()
        .withNewTemplate()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withReplicas(3)
        .endStatus()
        .build();
  }

  private static String copy(String text) {
    return String.copyValueOf(text.toCharArray());
  }
}
