package io.metricssidecar.e2e.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Another injector changes the same pods, called before us or after us. API servers call webhooks
/// in the order of their configurations' names.
@ExtendWith(ClusterExtension.class)
class SecondInjectorE2E {
  @ParameterizedTest(name = "{1}")
  @CsvSource({"0-other, before ours", "zz-other, after ours"})
  void neitherLosesAnythingOfTheOther(
      String configuration, String order, Release release, Namespace namespace) {
    try (var other = OtherInjector.start(namespace, configuration)) {
      assertThat(other.configuration().compareTo(Names.WEBHOOK_CONFIGURATION) < 0)
          .isEqualTo(order.equals("before ours"));

      var pod = AnnotatedWorkload.deployment(namespace, "web", 1).getFirst();

      assertThat(pod.getSpec().getContainers())
          .extracting(Container::getName)
          .containsExactlyInAnyOrder(Load.CONTAINER, OtherInjector.NAME);
      assertThat(pod.getSpec().getInitContainers())
          .extracting(Container::getName)
          .containsExactlyInAnyOrder(OtherInjector.NAME + "-init", Names.CONTAINER);
      assertThat(Sidecar.container(pod).map(Container::getRestartPolicy)).contains("Always");
      assertThat(pod.getSpec().getVolumes())
          .extracting(Volume::getName)
          .containsOnlyOnce(OtherInjector.NAME, Names.TOKEN_VOLUME);
      assertThat(pod.getMetadata().getAnnotations())
          .containsEntry("injected-by/" + OtherInjector.NAME, "true");
      assertThat(AnnotatedWorkload.status(pod).path("injected").asBoolean()).isTrue();
      assertThat(Sidecar.of(namespace, pod.getMetadata().getName()).map(Sidecar::health))
          .hasValueSatisfying(health -> assertThat(health.status()).isEqualTo(200));
    }
  }
}
