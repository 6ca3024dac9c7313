package io.metricssidecar.simulation.world.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/// A workload of `apps/v1` as the API server has it.
///
/// @param kind such as `Deployment`
/// @param name of the workload
/// @param uid of the workload
/// @param generation of its specification
/// @param observed `status.observedGeneration`
/// @param desired `spec.replicas`
/// @param ordered whether `spec.podManagementPolicy` is `OrderedReady`; false for kinds that have
///   none
/// @param labels of `spec.selector.matchLabels`
/// @param present `status.replicas`
/// @param updated `status.updatedReplicas`
/// @param ready `status.readyReplicas`
/// @param available `status.availableReplicas`
/// @param paused whether its rollout is paused
/// @param progressing status of the condition `Progressing`; false once a rollout has exceeded its
///   deadline
public record WorkloadObject(
    String kind,
    String name,
    String uid,
    long generation,
    long observed,
    int desired,
    boolean ordered,
    Map<String, String> labels,
    int present,
    int updated,
    int ready,
    int available,
    boolean paused,
    boolean progressing) {
  public WorkloadObject {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
    labels = Map.copyOf(labels);
  }
}
