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
  void aDaemonSetIsRollingUntilTheControllerHasSeenTheNewestSpecification() {
    assertThat(
            read("""
            {"kind": "DaemonSet", "metadata": {"generation": 3},
             "status": {"observedGeneration": 2, "desiredNumberScheduled": 2,
                        "numberReady": 2, "updatedNumberScheduled": 2}}
            """)
                .map(WorkloadStatus::rolling))
        .contains(true);
  }

  /// Some thousand users hold their canary back for days in one of these ways.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Deployment | {'replicas': 4} | {'replicas': 4, 'updatedReplicas': 2} | true",
        "Deployment | {'replicas': 4} | {'replicas': 8, 'updatedReplicas': 4} | true",
        "Deployment | {'replicas': 4} | {'replicas': 4, 'updatedReplicas': 4} | false",
        "Deployment | {'replicas': 4, 'paused': true} | {'replicas': 4, 'updatedReplicas': 1}"
            + " | false",
        "Deployment | {'replicas': 4} | {'replicas': 5, 'updatedReplicas': 2, 'conditions':"
            + " [{'type': 'Available', 'status': 'False'}]} | true",
        "Deployment | {'replicas': 4} | {'replicas': 5, 'updatedReplicas': 2, 'conditions':"
            + " [{'type': 'Progressing', 'status': 'True'}]} | true",
        "Deployment | {'replicas': 4} | {'replicas': 5, 'updatedReplicas': 2, 'conditions':"
            + " [{'type': 'Progressing', 'status': 'False'}]} | false",
        "StatefulSet | {'replicas': 4} | {'replicas': 4, 'updatedReplicas': 3} | true",
        "StatefulSet | {'replicas': 4, 'updateStrategy': {'rollingUpdate': {'partition': 3}}}"
            + " | {'replicas': 4, 'updatedReplicas': 1} | false",
        "StatefulSet | {'replicas': 4, 'updateStrategy': {'rollingUpdate': {'partition': 3}}}"
            + " | {'replicas': 4} | true",
        "StatefulSet | {'replicas': 4, 'updateStrategy': {'rollingUpdate': {'partition': 9}}}"
            + " | {'replicas': 4} | false",
        "StatefulSet | {'replicas': 4, 'ordinals': {'start': 5}, 'updateStrategy':"
            + " {'rollingUpdate': {'partition': 8}}} | {'replicas': 4, 'updatedReplicas': 1}"
            + " | false",
        "StatefulSet | {'replicas': 4, 'ordinals': {'start': 5}, 'updateStrategy':"
            + " {'rollingUpdate': {'partition': 8}}} | {'replicas': 4} | true",
        "StatefulSet | {'replicas': 4, 'updateStrategy': {'type': 'OnDelete'}}"
            + " | {'replicas': 4, 'updatedReplicas': 0} | false",
        "DaemonSet | {'updateStrategy': {'type': 'OnDelete'}} | {'desiredNumberScheduled': 4,"
            + " 'numberAvailable': 4, 'numberReady': 4, 'updatedNumberScheduled': 1} | false"
      })
  void isRollingOnlyWhilePodsAreBeingReplaced(
      String kind, String spec, String status, boolean rolling) {
    var body =
        "{'kind': '%s', 'spec': %s, 'status': %s}".formatted(kind, spec, status).replace('\'', '"');

    assertThat(read(body).map(WorkloadStatus::rolling)).contains(rolling);
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
