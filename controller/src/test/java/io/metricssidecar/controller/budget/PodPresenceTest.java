package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodPresenceTest {
  @Test
  void podThatIsNotThereIsGone() {
    assertThat(PodPresence.of("a", Optional.empty())).isEqualTo(PodPresence.GONE);
    assertThat(PodPresence.of("a", List.of(pod("b", "Running")))).isEqualTo(PodPresence.GONE);
  }

  /// A StatefulSet gives the name to the next.
  @Test
  void podIsGoneWhereAnotherHasItsName() {
    assertThat(PodPresence.of("a", Optional.of(pod("b", "Running")))).isEqualTo(PodPresence.GONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void podThatHasEndedIsGone(String phase) {
    assertThat(PodPresence.of("a", Optional.of(pod("a", phase)))).isEqualTo(PodPresence.GONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pending", "Running", "Unknown"})
  void anyOtherPodLives(String phase) {
    assertThat(PodPresence.of("a", Optional.of(pod("a", phase)))).isEqualTo(PodPresence.LIVES);
  }

  @Test
  void podWithoutAStatusLives() {
    var pod = new PodBuilder(pod("a", "")).withStatus(null).build();

    assertThat(PodPresence.of("a", Optional.of(pod))).isEqualTo(PodPresence.LIVES);
  }

  private static Pod pod(String uid, String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web-0")
        .withUid(uid)
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }
}
