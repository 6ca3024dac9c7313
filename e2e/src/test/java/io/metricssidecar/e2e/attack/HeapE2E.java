package io.metricssidecar.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The heap of the image's JVM, as it is in a container with a memory limit.
@ExtendWith(ClusterExtension.class)
class HeapE2E {
  private static final Pattern MAX_HEAP = Pattern.compile(" MaxHeapSize +=\\s*(\\d+)");
  private static final String CONTAINER = "jvm";

  @ParameterizedTest
  @CsvSource({
    "256Mi, '', 128",
    "384Mi, '', 192",
    "1Gi, '', 512",
    "384Mi, -Xmx256m, 256",
  })
  void heapIsHalfOfTheMemoryLimitUnlessOptionsSayOtherwise(
      String limit, String options, int mebibytes, Release release, Namespace namespace) {
    var image = release.webhook().container().getImage();
    var pod = namespace.create(pod(image, limit, options + " -XX:+PrintFlagsFinal"));

    var found = MAX_HEAP.matcher(log(namespace, pod));

    assertThat(found.results().map(flag -> Long.parseLong(flag.group(1)) >> 20))
        .containsExactly((long) mebibytes);
  }

  private static String log(Namespace namespace, Pod pod) {
    var created =
        namespace
            .cluster()
            .client()
            .pods()
            .inNamespace(namespace.name())
            .withName(pod.getMetadata().getName());
    Waiting.until(
        "the end of the JVM",
        Duration.ofMinutes(1),
        namespace.progress(),
        () ->
            Optional.of(created.require().getStatus().getPhase())
                .filter(phase -> !phase.equals("Succeeded")));
    return created.inContainer(CONTAINER).getLog();
  }

  private static Pod pod(String image, String limit, String options) {
    var container =
        new ContainerBuilder()
            .withName(CONTAINER)
            .withImage(image)
            .withImagePullPolicy("IfNotPresent")
            .withArgs("--version")
            .addNewEnv()
            .withName("JDK_JAVA_OPTIONS")
            .withValue(options)
            .endEnv()
            .withNewResources()
            .addToLimits("memory", new Quantity(limit))
            .endResources()
            .build();
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("heap-")
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withContainers(container)
        .endSpec()
        .build();
  }
}
