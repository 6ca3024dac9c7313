package io.metricssidecar.e2e.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.Ports;
import io.metricssidecar.e2e.cluster.HttpAnswer;
import io.metricssidecar.e2e.cluster.Namespace;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The sidecar of one pod, reached through the API server.
public final class Sidecar {
  private final Namespace namespace;
  private final String pod;

  private Sidecar(Namespace namespace, String pod) {
    this.namespace = namespace;
    this.pod = pod;
  }

  /// The sidecar of a pod; empty where the pod has none or is gone.
  public static Optional<Sidecar> of(Namespace namespace, String pod) {
    var found =
        namespace.cluster().client().pods().inNamespace(namespace.name()).withName(pod).get();
    return found == null || container(found).isEmpty()
        ? Optional.empty()
        : Optional.of(new Sidecar(namespace, pod));
  }

  /// Our container in a pod, as init container or container; empty where the pod was not injected.
  public static Optional<Container> container(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .filter(container -> container.getName().equals(Names.CONTAINER))
        .findFirst();
  }

  /// The answer that the kubelet would get.
  public Health health() {
    return Health.of(namespace.cluster().get(namespace.name(), pod, Ports.SIDECAR, Paths.HEALTHZ));
  }

  /// The last decision with its inputs, as text.
  String explain() {
    return namespace.cluster().get(namespace.name(), pod, Ports.SIDECAR, Paths.EXPLAIN).body();
  }

  /// Its metrics, in the text format.
  public String metrics() {
    return namespace.cluster().get(namespace.name(), pod, Ports.SIDECAR, Paths.METRICS).body();
  }

  /// Its log so far.
  String log() {
    return namespace
        .cluster()
        .client()
        .pods()
        .inNamespace(namespace.name())
        .withName(pod)
        .inContainer(Names.CONTAINER)
        .getLog();
  }

  /// An answer of `/healthz`.
  ///
  /// @param status 200, or 400 while the pod sheds; anything else came from elsewhere
  /// @param state the state machine's; empty where the sidecar was not reached
  /// @param cpuPercent of the limit; null where it is not known
  /// @param memoryPercent of the limit; null where it is not known
  public record Health(
      int status, String state, @Nullable Double cpuPercent, @Nullable Double memoryPercent) {
    static Health of(HttpAnswer answer) {
      var json = answer.json();
      return new Health(
          answer.status(),
          json.path("state").asText(""),
          percent(json.path("container").path("cpu_percent")),
          percent(json.path("container").path("memory_percent")));
    }

    private static @Nullable Double percent(JsonNode node) {
      return node.isNumber() ? node.doubleValue() : null;
    }

    /// True once the sidecar has a sample and would act on it.
    boolean watching() {
      return state.equals("ACTIVE") && cpuPercent != null && memoryPercent != null;
    }
  }
}
