package io.metricssidecar.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A sidecar in mode `enforce`: budget Lease, EndpointSlices and the metrics of the other pods,
/// over HTTP.
class LeaseIT {
  private static final String POD = "0d6c";

  private final FakeLease lease = new FakeLease();

  @Test
  void aPodIsOutWithASlotAndGivesItBackOnceItIsSeenReady() throws Exception {
    try (var rig = hot()) {
      rig.until("SHEDDING", 120);
      assertThat(rig.get("/healthz").statusCode()).isEqualTo(400);
      assertThat(lease.holders()).isEqualTo(Set.of(POD));

      rig.use("200m");
      rig.until("RECOVERING", 120);
      assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(lease.holders()).isEqualTo(Set.of(POD));

      rig.until("COOLDOWN", 60);
      assertThat(lease.holders()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"OVERTAKEN, conflict", "FORBIDDEN, denied", "FAILED, unknown"})
  void aWriteThatIsNotAppliedGrantsNoSlot(FakeLease.Writes writes, String refusal)
      throws Exception {
    lease.writes(writes);
    try (var rig = hot()) {
      for (var asked = 0; refusal(rig) == null && asked < 120; asked++) {
        rig.second();
      }
      rig.seconds(40);

      assertThat(refusal(rig)).isEqualTo(refusal);
      assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(lease.holders()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"OVERTAKEN", "FORBIDDEN", "FAILED"})
  void aSlotIsGivenBackOnlyByAWriteThatIsApplied(FakeLease.Writes writes) throws Exception {
    try (var rig = hot()) {
      rig.until("SHEDDING", 120);
      lease.writes(writes);
      rig.use("200m");
      rig.until("RECOVERING", 120);
      rig.seconds(60);
      assertThat(rig.state()).isEqualTo("RECOVERING");
      assertThat(lease.holders()).isEqualTo(Set.of(POD));

      lease.writes(FakeLease.Writes.APPLIED);
      rig.until("COOLDOWN", 100);
      assertThat(lease.holders()).isEmpty();
    }
  }

  private static String refusal(SidecarFixture rig) throws Exception {
    return rig.explain().getJsonObject("inputs").getString("refusal");
  }

  private SidecarFixture hot() throws Exception {
    var rig = SidecarFixture.with(Map.of("SHED_MODE", "enforce"));
    rig.api.lease = lease;
    rig.api.slices = FakeSlices.ofCart();
    rig.api.peers = FakeApiServer.json(() -> peers(rig));
    rig.use("990m");
    return rig;
  }

  private static JsonObject peers(SidecarFixture rig) {
    var items = new JsonArray();
    Stream.of("cart-1", "cart-2", "cart-3")
        .map(
            name ->
                FakeApiServer.sample(
                        rig.time.wall(), name.equals("cart-1") ? "990m" : "100m", "100Mi")
                    .put("metadata", new JsonObject().put("name", name)))
        .forEach(items::add);
    return new JsonObject().put("items", items);
  }
}
