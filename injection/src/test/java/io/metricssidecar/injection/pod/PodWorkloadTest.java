package io.metricssidecar.injection.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.options.CustomKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodWorkloadTest {
  private static final List<CustomKind> KINDS = List.of(TestOptions.ROLLOUT, TestOptions.CLONE_SET);
  private static final String DEPLOYMENTS_LABEL = "pod-template-hash";
  private static final String ROLLOUTS_LABEL = "rollouts-pod-template-hash";

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "apps/v1, StatefulSet, web, StatefulSet, web",
    "apps/v1, ReplicaSet, web, ReplicaSet, web",
    "v1, Node, one, Node, one",
    "apps.kruise.io/v1alpha1, StatefulSet, web, StatefulSet, web",
    "example.com/v1, CloneSet, web, CloneSet, web"
  })
  void takesTheOwnerAsItIsNamed(
      String version, String owner, String name, String kind, String workload) {
    assertThat(PodWorkload.of(pod(version, owner, name), KINDS))
        .isEqualTo(new Workload(kind, workload));
  }

  @Test
  void takesTheDeploymentForItsReplicaSet() {
    var pod = labelled(pod("apps/v1", "ReplicaSet", "web-6c8f"), DEPLOYMENTS_LABEL, "6c8f");

    assertThat(PodWorkload.of(pod, KINDS)).isEqualTo(new Workload("Deployment", "web"));
  }

  @Test
  void takesTheRolloutForItsReplicaSet() {
    var pod = labelled(pod("apps/v1", "ReplicaSet", "web-6c8f"), ROLLOUTS_LABEL, "6c8f");

    assertThat(PodWorkload.of(pod, KINDS)).isEqualTo(TestOptions.ROLLOUT.workload("web"));
  }

  @Test
  void leavesTheReplicaSetWhereItsKindOfOwnerIsNotConfigured() {
    var pod = labelled(pod("apps/v1", "ReplicaSet", "web-6c8f"), ROLLOUTS_LABEL, "6c8f");

    assertThat(PodWorkload.of(pod, List.of(TestOptions.CLONE_SET)))
        .isEqualTo(new Workload("ReplicaSet", "web-6c8f"));
  }

  @ParameterizedTest
  @CsvSource({
    DEPLOYMENTS_LABEL + ", 7d9e",
    DEPLOYMENTS_LABEL + ", ''",
    ROLLOUTS_LABEL + ", 7d9e",
    ROLLOUTS_LABEL + ", ''"
  })
  void leavesTheReplicaSetWhoseNameDoesNotEndInTheHash(String label, String hash) {
    var pod = labelled(pod("apps/v1", "ReplicaSet", "web-6c8f"), label, hash);

    assertThat(PodWorkload.of(pod, KINDS)).isEqualTo(new Workload("ReplicaSet", "web-6c8f"));
  }

  /// In any version of its group: the API server converts.
  @ParameterizedTest
  @CsvSource({"apps.kruise.io/v1alpha1", "apps.kruise.io/v2"})
  void takesAnOwnerOfAConfiguredKindWithItsApi(String version) {
    assertThat(PodWorkload.of(pod(version, "CloneSet", "web"), KINDS))
        .isEqualTo(
            new Workload(
                "CloneSet", "web", new Workload.Api("apps.kruise.io", "v1alpha1", "clonesets")));
  }

  @Test
  void doesNotTakeAnOwnerThatDoesNotControl() {
    var pod = pod("apps.kruise.io/v1alpha1", "CloneSet", "web");
    ((ObjectNode) pod.at("/metadata/ownerReferences/0")).put("controller", false);

    assertThat(PodWorkload.of(pod, KINDS)).isEqualTo(Workload.NONE);
  }

  /// Rights are granted for these alone.
  @ParameterizedTest
  @CsvSource({
    "apps/v1, Deployment, KNOWN",
    "apps/v1, ReplicaSet, KNOWN",
    "apps/v1, StatefulSet, KNOWN",
    "apps/v1, DaemonSet, KNOWN",
    "apps.kruise.io/v1beta1, CloneSet, KNOWN",
    "apps.kruise.io/v1beta1, StatefulSet, UNKNOWN",
    "example.com/v1, Deployment, UNKNOWN",
    "v1, ReplicationController, UNKNOWN",
    "v1, Service, UNKNOWN",
    "batch/v1, Job, UNKNOWN",
    "tekton.dev/v1, TaskRun, UNKNOWN"
  })
  void knowsTheKindsThatRightsAreGrantedFor(String version, String kind, PodOwner owner) {
    assertThat(PodWorkload.owner(pod(version, kind, "web"), KINDS)).isEqualTo(owner);
  }

  @Test
  void knowsTheRolloutOfAReplicaSetOnlyWhereItsKindIsConfigured() {
    var pod = labelled(pod("apps/v1", "ReplicaSet", "web-6c8f"), ROLLOUTS_LABEL, "6c8f");

    assertThat(PodWorkload.owner(pod, KINDS)).isEqualTo(PodOwner.KNOWN);
    assertThat(PodWorkload.owner(pod, List.of(TestOptions.CLONE_SET))).isEqualTo(PodOwner.UNKNOWN);
  }

  @Test
  void knowsThatAPodHasNoController() {
    var pod = pod("apps/v1", "ReplicaSet", "web");
    ((ObjectNode) pod.at("/metadata/ownerReferences/0")).put("controller", false);

    assertThat(PodWorkload.owner(pod, KINDS)).isEqualTo(PodOwner.NONE);
    assertThat(PodWorkload.owner(Json.object(), KINDS)).isEqualTo(PodOwner.NONE);
  }

  private static ObjectNode pod(String version, String kind, String name) {
    var pod = Json.object();
    pod.putObject("metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", version)
        .put("kind", kind)
        .put("name", name)
        .put("controller", true);
    return pod;
  }

  private static ObjectNode labelled(ObjectNode pod, String label, String value) {
    ((ObjectNode) pod.get("metadata")).putObject("labels").put(label, value);
    return pod;
  }
}
