package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.controller.TestPod;
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

  /// It is no ready endpoint again, however long its containers take to stop.
  @ParameterizedTest
  @ValueSource(strings = {"Pending", "Running", "Unknown"})
  void podThatIsBeingDeletedIsGone(String phase) {
    var deleted = TestPod.named("web-0").uid("a").phase(phase).terminating().build();

    assertThat(PodPresence.of("a", Optional.of(deleted))).isEqualTo(PodPresence.GONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pending", "Running", "Unknown"})
  void anyOtherPodIsPresent(String phase) {
    assertThat(PodPresence.of("a", Optional.of(pod("a", phase)))).isEqualTo(PodPresence.PRESENT);
  }

  @Test
  void podWithoutAStatusIsPresent() {
    var pod = TestPod.named("web-0").uid("a").build();

    assertThat(PodPresence.of("a", Optional.of(pod))).isEqualTo(PodPresence.PRESENT);
  }

  private static Pod pod(String uid, String phase) {
    return TestPod.named("web-0").uid(uid).phase(phase).build();
  }
}
