package io.metricssidecar.e2e.fleet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.ContainerMetrics;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.workload.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The testbed's node while its CPU is gone: pods request all that is left of what the node may
/// hand out, and use all that they get. The parts of the cluster itself are outside the pods'
/// control group, as on a node with `system-reserved`, and keep their share.
public final class StarvedNode implements AutoCloseable {
  private static final String BURNER = "burner";
  private static final int BURNERS = 4;

  /// Left for pods that a case starts later.
  private static final int SPARE_MILLICORES = 250;

  private final Namespace namespace;

  private StarvedNode(Namespace namespace) {
    this.namespace = namespace;
  }

  /// Starves the node, and returns when the pods that do it run.
  public static StarvedNode of(Namespace namespace) {
    var node = namespace.cluster().client().nodes().list().getItems().getFirst();
    var free = millicores(node.getStatus().getAllocatable()) - requested(namespace, node);
    var each = (free - SPARE_MILLICORES) / BURNERS;
    if (each < 50) {
      throw new IllegalStateException("only %d millicores are free".formatted(free));
    }
    var template = Load.template(BURNER, AnnotatedWorkload.IMAGES, Map.of());
    namespace.create(
        Load.deployment(
            BURNER,
            BURNERS,
            new PodTemplateSpecBuilder(template)
                .editSpec()
                .editContainer(0)
                .addToEnv(new EnvVar("CPU", "4000", null))
                .editResources()
                .addToRequests("cpu", new Quantity(each + "m"))
                .removeFromLimits("cpu")
                .endResources()
                .endContainer()
                .endSpec()
                .build()));
    namespace.awaitReady(BURNER, BURNERS);
    return new StarvedNode(namespace);
  }

  private static int requested(Namespace namespace, Node node) {
    return namespace.cluster().client().pods().inAnyNamespace().list().getItems().stream()
        .filter(pod -> node.getMetadata().getName().equals(pod.getSpec().getNodeName()))
        .filter(pod -> !"Succeeded".equals(pod.getStatus().getPhase()))
        .filter(pod -> !"Failed".equals(pod.getStatus().getPhase()))
        .mapToInt(StarvedNode::requested)
        .sum();
  }

  private static int requested(Pod pod) {
    return Stream.concat(
            pod.getSpec().getContainers().stream(),
            pod.getSpec().getInitContainers().stream()
                .filter(container -> "Always".equals(container.getRestartPolicy())))
        .map(Container::getResources)
        .mapToInt(resources -> millicores(resources.getRequests()))
        .sum();
  }

  private static int millicores(Map<String, Quantity> resources) {
    return Optional.ofNullable(resources)
        .map(known -> known.get("cpu"))
        .map(cpu -> cpu.getNumericalAmount().multiply(BigDecimal.valueOf(1000)).intValue())
        .orElse(0);
  }

  /// Lets time pass; returns the mean share of the CPU limit that the measured containers of an
  /// application got meanwhile, although all want the whole.
  public double observe(Duration time, String app) {
    var end = System.nanoTime() + time.toNanos();
    Waiting.until(
        "observing",
        time.multipliedBy(2),
        namespace.progress(),
        () -> System.nanoTime() < end ? Optional.of("load " + loadAverage()) : Optional.empty());
    return namespace.cluster().client().top().pods().metrics(namespace.name()).getItems().stream()
        .filter(pod -> pod.getMetadata().getName().startsWith(app + "-"))
        .flatMap(pod -> pod.getContainers().stream())
        .filter(container -> container.getName().equals(Load.CONTAINER))
        .map(ContainerMetrics::getUsage)
        .mapToDouble(usage -> millicores(usage) / (double) Load.AT_LIMIT.millicores())
        .average()
        .orElseThrow(() -> new AssertionError("no samples"));
  }

  /// The machine's load over a minute.
  public String loadAverage() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    namespace.deployment(BURNER).delete();
  }
}
