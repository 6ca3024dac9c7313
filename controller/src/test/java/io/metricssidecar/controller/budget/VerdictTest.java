package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  @Test
  void podThatIsNotThereIsGone() {
    assertThat(Verdict.of("a", Optional.empty())).isEqualTo(Verdict.GONE);
    assertThat(Verdict.of("a", List.of(pod("b", "Running")))).isEqualTo(Verdict.GONE);
  }

  /// A StatefulSet gives the name to the next.
  @Test
  void podIsGoneWhereAnotherHasItsName() {
    assertThat(Verdict.of("a", Optional.of(pod("b", "Running")))).isEqualTo(Verdict.GONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void podThatHasEndedIsGone(String phase) {
    assertThat(Verdict.of("a", Optional.of(pod("a", phase)))).isEqualTo(Verdict.GONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pending", "Running", "Unknown"})
  void anyOtherPodLives(String phase) {
    assertThat(Verdict.of("a", Optional.of(pod("a", phase)))).isEqualTo(Verdict.LIVES);
  }

  @Test
  void podWithoutAStatusLives() {
    var pod = new PodBuilder(pod("a", "")).withStatus(null).build();

    assertThat(Verdict.of("a", Optional.of(pod))).isEqualTo(Verdict.LIVES);
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
