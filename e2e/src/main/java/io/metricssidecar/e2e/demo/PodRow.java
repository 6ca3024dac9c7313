package io.metricssidecar.e2e.demo;

import io.fabric8.kubernetes.client.readiness.Readiness;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.workload.EndpointSampler;
import io.metricssidecar.e2e.workload.Sidecar;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of the demo's table: a pod.
///
/// @param pod its name
/// @param ready condition of the pod
/// @param inService true where its Service sends it traffic
/// @param health of its sidecar; null where it does not answer yet
record PodRow(String pod, boolean ready, boolean inService, Sidecar.@Nullable Health health) {
  /// The rows of an application's pods now.
  static List<PodRow> of(Namespace namespace, String app) {
    var traffic = EndpointSampler.ready(namespace, app);
    return namespace.pods(app).stream()
        .map(
            pod -> {
              var name = pod.getMetadata().getName();
              var health =
                  Optional.of(pod)
                      .flatMap(_ -> Sidecar.of(namespace, name))
                      .map(Sidecar::health)
                      .filter(answer -> !answer.state().isEmpty())
                      .orElse(null);
              return new PodRow(name, Readiness.isPodReady(pod), traffic.contains(name), health);
            })
        .toList();
  }

  /// The part of a row whose change is shown at once: everything but the percentages.
  String state() {
    var known = health;
    return "%s%s%s%s".formatted(pod, ready, inService, known == null ? "" : known.state());
  }

  /// A table's heading.
  static String heading() {
    return line("POD", "READY", "IN SERVICE", "CPU", "MEMORY", "STATE");
  }

  /// A table's line.
  String line() {
    var known = health;
    return known == null
        ? line(pod, yes(ready), yes(inService), "-", "-", "-")
        : line(
            pod,
            yes(ready),
            yes(inService),
            percent(known.cpuPercent()),
            percent(known.memoryPercent()),
            known.state());
  }

  private static String line(
      String pod, String ready, String inService, String cpu, String memory, String state) {
    return "     %-26s %-6s %-11s %6s %7s  %s"
        .formatted(pod, ready, inService, cpu, memory, state)
        .stripTrailing();
  }

  private static String yes(boolean value) {
    return value ? "yes" : "NO";
  }

  private static String percent(@Nullable Double value) {
    return value == null ? "-" : Math.round(value) + " %";
  }
}
