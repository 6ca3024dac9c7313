package io.metricssidecar.controller.autoscaling;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.controller.workloads.WholePod;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The templates of scaled workloads, each read once from one of its pods: the watch of the pods
/// keeps no requests. For one thread.
final class Templates {
  /// Pods that one run reads at most.
  static final int MAX_READ = 100;

  private final KubernetesClient client;
  private final Map<String, Template> known = new HashMap<>();

  /// @param client to the API server, which is asked once
  Templates(KubernetesClient client) {
    this.client = requireNonNull(client, "client is null");
  }

  /// Reads the templates that are not known yet. Blocks, and fails where the API server does not
  /// respond.
  ///
  /// @param pods one of each template: others are forgotten
  /// @param progress called after each request
  /// @return true if some were left for the next run
  boolean read(Collection<ScaledPod> pods, Runnable progress) {
    known.keySet().retainAll(pods.stream().map(ScaledPod::template).collect(Collectors.toSet()));
    var unknown = pods.stream().filter(pod -> !known.containsKey(pod.template())).toList();
    for (var pod : unknown.subList(0, Math.min(unknown.size(), MAX_READ))) {
      read(pod).ifPresent(template -> known.put(pod.template(), template));
      progress.run();
    }
    return unknown.size() > MAX_READ;
  }

  /// Empty where the pod is gone; another one of its template is read the next time.
  private Optional<Template> read(ScaledPod pod) {
    return WholePod.read(client, pod.workload().namespace(), pod.name(), pod.uid())
        .map(Template::of);
  }

  /// What is known of a pod's template; empty where it was not read yet.
  Optional<Template> of(ScaledPod pod) {
    return Optional.ofNullable(known.get(pod.template()));
  }
}
