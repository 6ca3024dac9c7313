package io.metricssidecar.controller.workloads;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A reader of pods with sidecars that parses each pod's environment once. For one thread.
public final class SidecarPods {
  private final Map<String, Optional<SidecarBudget>> budgets = new HashMap<>();

  /// The pods that have a sidecar and a controller.
  ///
  /// @param pods all of them: the others are forgotten
  public List<SidecarPod> read(List<Pod> pods) {
    var uids = pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    budgets.keySet().retainAll(uids);
    return pods.stream().map(this::read).flatMap(Optional::stream).toList();
  }

  private Optional<SidecarPod> read(Pod pod) {
    return budgets
        .computeIfAbsent(pod.getMetadata().getUid(), _ -> SidecarBudget.of(pod))
        .flatMap(budget -> SidecarPod.of(pod, budget));
  }
}
