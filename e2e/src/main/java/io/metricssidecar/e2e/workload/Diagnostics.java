package io.metricssidecar.e2e.workload;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The text that explains a failed case: pods, Events, and each sidecar's log and `/explain`.
public final class Diagnostics {
  private Diagnostics() {}

  /// The diagnostics of a namespace.
  public static String of(Namespace namespace) {
    var pods = namespace.cluster().client().pods().inNamespace(namespace.name()).list().getItems();
    var events =
        namespace.events().stream().map(Diagnostics::line).collect(Collectors.joining("\n"));
    var sidecars =
        pods.stream().flatMap(pod -> sidecar(namespace, pod)).collect(Collectors.joining("\n"));
    return "Namespace %s%nPods: %s%nEvents:%n%s%nSidecars:%n%s"
        .formatted(namespace.name(), Pods.states(pods), events, sidecars);
  }

  private static String line(Event event) {
    return "  %s %s/%s: %s"
        .formatted(
            event.getReason(),
            event.getInvolvedObject().getKind(),
            event.getInvolvedObject().getName(),
            event.getMessage());
  }

  private static Stream<String> sidecar(Namespace namespace, Pod pod) {
    var name = pod.getMetadata().getName();
    return Sidecar.of(namespace, name)
        .map(sidecar -> "  %s: %s%n%s".formatted(name, sidecar.explain(), sidecar.log()))
        .stream();
  }
}
