package io.metricssidecar.sidecar.podmetrics;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Limits;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPodTest {
  private static Optional<OwnPod> read(String json) {
    return OwnPod.read(new JsonObject(json), "app");
  }

  @Test
  void readsAPodThatRuns() {
    assertThat(
            read(
                """
                {"metadata": {"uid": "0d6c"},
                 "spec": {"containers": [
                   {"name": "app", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}]},
                 "status": {
                   "conditions": [
                     {"type": "Initialized", "status": "True"},
                     {"type": "Ready", "status": "True"}],
                   "containerStatuses": [
                     {"name": "metrics-sidecar", "ready": false},
                     {"name": "app", "ready": true,
                      "state": {"running": {"startedAt": "2026-01-02T03:04:05Z"}}}]}}
                """))
        .contains(
            new OwnPod(
                "0d6c",
                true,
                true,
                false,
                Instant.parse("2026-01-02T03:04:05Z"),
                new Limits(1000L, 1_073_741_824L)));
  }

  @Test
  void knowsTheLimitsInForceAfterAnInPlaceResize() {
    assertThat(
            read("""
                    {"spec": {"containers": [
                       {"name": "app", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}]},
                     "status": {"containerStatuses": [
                       {"name": "app", "resources": {"limits": {"cpu": "1500m"}}}]}}
                    """)
                .map(OwnPod::limits))
        .contains(new Limits(1500L, null));
  }

  @Test
  void knowsLittleOfAPodThatIsBeingCreated() {
    assertThat(
            read(
                """
                {"metadata": {"uid": "0d6c"},
                 "status": {
                   "conditions": [{"type": "Ready", "status": "False"}],
                   "containerStatuses": [
                     {"name": "app", "state": {"waiting": {"reason": "ContainerCreating"}}}]}}
                """))
        .contains(new OwnPod("0d6c", false, false, false, null, Limits.NONE));
  }

  @Test
  void knowsThatAPodIsBeingDeleted() {
    assertThat(
            read(
                """
                {"metadata": {"uid": "0d6c", "deletionTimestamp": "2026-01-02T03:04:05Z"},
                 "status": {"containerStatuses": [{"name": "app", "ready": true}]}}
                """))
        .contains(new OwnPod("0d6c", false, true, true, null, Limits.NONE));
  }

  @Test
  void takesALimitOfZeroForNone() {
    assertThat(
            read("""
                    {"spec": {"containers": [
                      {"name": "app", "resources": {"limits": {"cpu": "0", "memory": "1e999"}}}]}}
                    """)
                .map(OwnPod::limits))
        .contains(new Limits(null, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": 1}",
        "{\"status\": {\"conditions\": {}}}",
        "{\"status\": {\"containerStatuses\": [{\"name\": \"app\", \"ready\": \"yes\"}]}}",
        "{\"status\": {\"containerStatuses\": [{\"name\": \"app\", \"state\": {\"running\":"
            + " {\"startedAt\": \"noon\"}}}]}}"
      })
  void readsNothingFromGarbage(String json) {
    assertThat(read(json)).isEmpty();
  }

  @Test
  void readsAnythingWithoutThrowing() {
    forAll(GarbageJson.objects(), 200, body -> assertThat(OwnPod.read(body, "app")).isNotNull());
  }
}
