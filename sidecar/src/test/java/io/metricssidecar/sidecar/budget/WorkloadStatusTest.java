package io.metricssidecar.sidecar.budget;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.podmetrics.GarbageJson;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadStatusTest {
  private static Optional<WorkloadStatus> read(String json) {
    return WorkloadStatusReader.read(new JsonObject(json));
  }

  @Test
  void readsADeployment() {
    assertThat(
            read(
                """
                {"kind": "Deployment", "metadata": {"generation": 2}, "spec": {"replicas": 5},
                 "status": {"observedGeneration": 2, "replicas": 5, "availableReplicas": 3,
                            "readyReplicas": 4, "updatedReplicas": 5}}
                """))
        .contains(new WorkloadStatus(5, 3, 4, 5, false));
  }

  @Test
  void takesTheCountsThatGoLeavesOutForZero() {
    assertThat(read("{\"kind\": \"Deployment\", \"spec\": {\"replicas\": 3}, \"status\": {}}"))
        .contains(new WorkloadStatus(3, 0, 0, 0, false));
  }

  @Test
  void isRollingUntilTheControllerHasSeenTheNewestSpecification() {
    assertThat(
            read("""
                    {"kind": "Deployment", "metadata": {"generation": 3}, "spec": {"replicas": 2},
                     "status": {"observedGeneration": 2, "availableReplicas": 2,
                                "readyReplicas": 2, "updatedReplicas": 2}}
                    """)
                .map(WorkloadStatus::rolling))
        .contains(true);
  }

  @Test
  void readsAReplicaSetWhichHasNoRevisions() {
    assertThat(
            read(
                """
                {"kind": "ReplicaSet", "spec": {"replicas": 3},
                 "status": {"availableReplicas": 3, "readyReplicas": 3}}
                """))
        .contains(new WorkloadStatus(3, 3, 3, 3, false));
  }

  @Test
  void readsADaemonSet() {
    assertThat(
            read(
                """
                {"kind": "DaemonSet",
                 "status": {"desiredNumberScheduled": 4, "numberAvailable": 3, "numberReady": 3,
                            "updatedNumberScheduled": 2}}
                """))
        .contains(new WorkloadStatus(4, 3, 3, 2, true));
  }

  @ParameterizedTest
  @CsvSource({"StatefulSet, OrderedReady, true", "StatefulSet, Parallel, false"})
  void knowsWhichStatefulSetsAnUnreadyPodHoldsUp(String kind, String policy, boolean fragile) {
    var body =
        new JsonObject()
            .put("kind", kind)
            .put("spec", new JsonObject().put("replicas", 1).put("podManagementPolicy", policy));

    assertThat(WorkloadStatusReader.read(body).map(WorkloadStatus::fragile)).contains(fragile);
  }

  @ParameterizedTest
  @CsvSource({"'true', true", "'', true", "yes, true", "'false', false", "'False', true"})
  void anyAnnotationButFalsePausesAWorkload(String text, boolean paused) {
    var metadata =
        new JsonObject().put("annotations", new JsonObject().put("metrics-sidecar/paused", text));
    var deployment = new JsonObject().put("kind", "Deployment").put("metadata", metadata);
    var daemonSet =
        new JsonObject()
            .put("kind", "DaemonSet")
            .put("metadata", metadata)
            .put("status", new JsonObject().put("desiredNumberScheduled", 1));

    assertThat(WorkloadStatusReader.read(deployment).map(WorkloadStatus::paused)).contains(paused);
    assertThat(WorkloadStatusReader.read(daemonSet).map(WorkloadStatus::paused)).contains(paused);
  }

  @Test
  void takesAStatefulSetWithoutAPolicyForAnOrderedOne() {
    assertThat(read("{\"kind\": \"StatefulSet\", \"spec\": {}}").map(WorkloadStatus::fragile))
        .contains(true);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 100", "4, 3, 75", "3, 0, 0"})
  void knowsWhichShareServes(int desired, int available, double percent) {
    assertThat(new WorkloadStatus(desired, available, available, desired, false))
        .extracting(WorkloadStatus::availabilityPercent)
        .isEqualTo(percent);
  }

  @Test
  void readsAnythingWithoutThrowing() {
    forAll(
        GarbageJson.objects(),
        200,
        body -> assertThat(WorkloadStatusReader.read(body)).isNotNull());
  }
}
