package io.metricssidecar.controller.pause;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.controller.TestLeases;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PauseEventTest {
  private static final Lease OPEN = TestLeases.lease(Map.of());
  private static final Lease PAUSED = paused("person 2026-11-22T04:00:00Z release");

  private static Lease paused(String text) {
    return TestLeases.lease(Map.of("metrics-sidecar/paused", text));
  }

  @Test
  void reportsTheBeginAndTheEndToTheWorkload() {
    var begun = PauseEvent.between(OPEN, PAUSED).orElseThrow();
    var ended = PauseEvent.between(PAUSED, OPEN).orElseThrow();

    assertThat(begun)
        .isEqualTo(
            new EventDraft(
                TestLeases.OWNER.reference("shop"),
                EventDraft.Type.NORMAL,
                "SheddingPaused",
                "Shedding is paused by a person since 2026-11-22T04:00:00Z: release",
                begun.occurrence()));
    assertThat(ended)
        .isEqualTo(
            new EventDraft(
                TestLeases.OWNER.reference("shop"),
                EventDraft.Type.NORMAL,
                "SheddingResumed",
                "Overloaded pods can be shed again",
                ended.occurrence()));
  }

  /// It may have begun while no controller ran; two replicas and a restart are one occurrence.
  @Test
  void reportsAPauseThatIsFoundAndReportsItOnce() {
    assertThat(PauseEvent.between(null, PAUSED)).isEqualTo(PauseEvent.between(OPEN, PAUSED));
    assertThat(PauseEvent.between(null, OPEN)).isEmpty();
  }

  @Test
  void reportsNothingWhileItGoesOn() {
    assertThat(PauseEvent.between(PAUSED, paused("person 2026-11-22T05:00:00Z"))).isEmpty();
    assertThat(PauseEvent.between(OPEN, OPEN)).isEmpty();
  }
}
