package io.metricssidecar.sidecar;

import static io.metricssidecar.sidecar.FakeApiServer.json;
import static io.metricssidecar.sidecar.FakeApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A pod that is deleted, or whose sidecar is stopped, while it holds the one slot of its budget.
/// Kubernetes tells a native sidecar to stop only after the application has ended, which may take
/// long.
class DeletedPodIT {
  private static final String STARTED = "2026-01-01T00:00:00Z";
  private static final String UID = "0d6c";

  private final FakeLease lease = new FakeLease();

  @SuppressWarnings("NullAway.Init")
  private SidecarFixture rig;

  @BeforeEach
  void hot() throws Exception {
    rig = SidecarFixture.with(Map.of("SHED_MODE", "enforce", "SHED_GUARD", "off"));
    rig.api.lease = lease;
    rig.api.slices = FakeSlices.ofCart();
    rig.use("990m");
    rig.until("HOT", 60);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private void shed() throws Exception {
    rig.until("SHEDDING", 120);
    assertThat(lease.holders()).containsExactly(UID);
  }

  private void delete() {
    rig.api.pod = json(FakeApiServer.deletedPod(STARTED));
  }

  @Test
  void releasesItsSlotWhenItsSidecarIsToldToStop() throws Exception {
    shed();
    delete();

    var _ = rig.sidecar.terminate().await();

    assertThat(lease.holders()).isEmpty();
    assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void releasesItsSlotAlthoughOthersWriteTheLeaseMeanwhile() throws Exception {
    shed();
    delete();
    var writes = new AtomicInteger();
    rig.api.lease =
        request -> {
          if (request.method().equals(HttpMethod.PUT) && writes.incrementAndGet() < 3) {
            status(409).to(request);
          } else {
            lease.to(request);
          }
        };

    var _ = rig.sidecar.terminate().await();

    assertThat(lease.holders()).isEmpty();
  }

  /// The process is started again, and the kubelet may have the pod as not Ready until then.
  @Test
  void keepsItsSlotWhereOnlyItsSidecarIsStopped() throws Exception {
    shed();

    var _ = rig.sidecar.terminate().await();

    assertThat(lease.holders()).containsExactly(UID);
    assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void keepsItsSlotWhereItCannotReadWhetherItIsDeleted() throws Exception {
    shed();
    rig.api.pod = status(500);

    var _ = rig.sidecar.terminate().await();

    assertThat(lease.holders()).containsExactly(UID);
  }

  @Test
  void releasesItsSlotAtItsNextPollAndTakesNoOther() throws Exception {
    shed();
    delete();

    rig.seconds(19);

    assertThat(lease.holders()).isEmpty();
    assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(rig.until("DISABLED", 120)).isBetween(40, 120);
    assertThat(rig.explain().getString("rule")).isEqualTo("terminating");
    assertThat(lease.holders()).isEmpty();
  }

  @Test
  void releasesItsSlotWhereItIsDeletedWhileItReturns() throws Exception {
    shed();
    rig.api.podMetrics = status(503);
    rig.until("RECOVERING", 120);
    delete();

    rig.seconds(17);

    assertThat(lease.holders()).isEmpty();
  }

  /// A StatefulSet gives its name to the next pod, which is Ready.
  @Test
  void keepsItsSlotWhereAnotherPodHasItsName() throws Exception {
    shed();
    var another = FakeApiServer.readyPod(STARTED);
    another.getJsonObject("metadata").put("uid", "another");
    rig.api.pod = json(another);
    rig.api.podMetrics = status(503);
    rig.until("RECOVERING", 120);

    rig.seconds(40);

    assertThat(rig.state()).isEqualTo("RECOVERING");
    assertThat(lease.holders()).containsExactly(UID);
  }

  @Test
  void takesNoSlotWhereItIsBeingDeleted() throws Exception {
    delete();

    assertThat(rig.until("DISABLED", 40)).isLessThanOrEqualTo(25);

    assertThat(lease.holders()).isEmpty();
  }
}
