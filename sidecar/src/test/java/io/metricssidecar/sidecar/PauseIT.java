package io.metricssidecar.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A sidecar whose workload is paused while its pod is out, against a scripted API server.
class PauseIT {
  private static final String PERSON = "person 2026-11-22T04:00:00Z release";
  private static final String LABELS = "{target_container=\"app\",workload=\"cart\"}";
  private static final String PAUSED = "metrics_sidecar_paused" + LABELS;

  private final FakeLease lease = new FakeLease();

  private SidecarFixture hot() throws Exception {
    var rig = SidecarFixture.with(Map.of("SHED_MODE", "enforce", "SHED_GUARD", "off"));
    rig.api.slices = FakeSlices.ofCart();
    rig.api.lease = lease;
    rig.use("990m");
    return rig;
  }

  private static JsonObject inputs(SidecarFixture rig) throws Exception {
    return rig.explain().getJsonObject("inputs");
  }

  @Test
  void comesBackAtOnceGivesItsSlotBackAndTakesNoneUntilTheEndOfThePause() throws Exception {
    try (var rig = hot()) {
      rig.until("SHEDDING", 120);
      assertThat(lease.holders()).isEqualTo(Set.of("0d6c"));
      assertThat(rig.metric(PAUSED)).isEqualTo("0");

      lease.paused(PERSON);
      assertThat(rig.until("RECOVERING", 10)).isLessThanOrEqualTo(4);
      assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(rig.explain().getString("rule")).isEqualTo("paused");
      assertThat(inputs(rig).getString("paused"))
          .isEqualTo("by a person since 2026-11-22T04:00:00Z: release");
      assertThat(rig.metric(PAUSED)).isEqualTo("1");
      assertThat(rig.metric("metrics_sidecar_budget_slots" + LABELS)).isEqualTo("0");

      rig.until("COOLDOWN", 30);
      assertThat(lease.holders()).isEmpty();

      rig.until("HOT", 120);
      rig.seconds(40);
      assertThat(rig.state()).isEqualTo("HOT");
      assertThat(inputs(rig).getString("refusal")).isEqualTo("paused");
      assertThat(rig.explain().getString("because"))
          .contains("not shed because shedding is paused for this workload");
      assertThat(lease.holders()).isEmpty();

      lease.paused(null);
      rig.until("SHEDDING", 30);
      assertThat(lease.holders()).isEqualTo(Set.of("0d6c"));
      assertThat(rig.metric(PAUSED)).isEqualTo("0");
    }
  }

  @Test
  void comesBackAlsoWhereItsWorkloadCannotBeRead() throws Exception {
    try (var rig = hot()) {
      rig.until("SHEDDING", 120);
      rig.api.deployment = FakeApiServer.status(500);
      rig.seconds(20);
      assertThat(rig.state()).isEqualTo("SHEDDING");

      lease.paused("nonsense");
      assertThat(rig.until("RECOVERING", 10)).isLessThanOrEqualTo(4);
      assertThat(rig.explain().getString("rule")).isEqualTo("paused");
    }
  }

  /// Its pods take no slot, and yet a person or the controller stops them by the Lease.
  @Test
  void comesBackInModeLocalByThePauseOfItsLease() throws Exception {
    try (var rig = SidecarFixture.started()) {
      rig.api.lease = lease;
      rig.use("990m");
      rig.until("SHEDDING", 60);
      assertThat(inputs(rig).getValue("paused")).isNull();

      lease.paused(PERSON);
      assertThat(rig.until("RECOVERING", 10)).isLessThanOrEqualTo(4);
      assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(rig.explain().getString("rule")).isEqualTo("paused");
      assertThat(inputs(rig).getString("paused"))
          .isEqualTo("by a person since 2026-11-22T04:00:00Z: release");
      assertThat(rig.metric(PAUSED)).isEqualTo("1");

      rig.until("HOT", 150);
      rig.seconds(40);
      assertThat(rig.state()).isEqualTo("HOT");
      assertThat(inputs(rig).getString("refusal")).isEqualTo("paused");

      lease.paused(null);
      rig.until("SHEDDING", 30);
      assertThat(lease.holders()).isEmpty();
    }
  }

  /// Nobody made a Lease for a sidecar that was set up by hand.
  @Test
  void comesBackInModeLocalByTheAnnotationOfItsWorkload() throws Exception {
    try (var rig = SidecarFixture.started()) {
      rig.use("990m");
      rig.until("SHEDDING", 60);
      var deployment = FakeApiServer.deploymentOf(3, 2);
      rig.api.deployment =
          FakeApiServer.json(
              deployment.put(
                  "metadata",
                  new JsonObject()
                      .put("annotations", new JsonObject().put("metrics-sidecar/paused", "true"))));

      assertThat(rig.until("RECOVERING", 10)).isLessThanOrEqualTo(4);
      assertThat(rig.explain().getString("rule")).isEqualTo("paused");
      assertThat(inputs(rig).getString("paused"))
          .isEqualTo("by a person: annotation metrics-sidecar/paused of the workload");
    }
  }
}
