package io.metricssidecar.simulation.world.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A `Pod` as the API server has it, which the kubelet brings up to date with some delay.
///
/// @param name of the pod
/// @param uid of the pod
/// @param resourceVersion of this state
/// @param labels of the pod
/// @param node it runs on
/// @param deleted `deletionTimestamp`; null while nobody has deleted it
/// @param ready whether the condition Ready is True
/// @param containers with their statuses, the measured one first
public record PodObject(
    String name,
    String uid,
    long resourceVersion,
    Map<String, String> labels,
    String node,
    @Nullable Instant deleted,
    boolean ready,
    List<Container> containers) {
  public PodObject {
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
    requireNonNull(node, "node is null");
    labels = Map.copyOf(labels);
    containers = List.copyOf(containers);
  }

  /// One container with its status.
  ///
  /// @param name of the container
  /// @param ready by its own probe
  /// @param started `state.running.startedAt` by the node's clock; null while it does not run
  /// @param limits in force
  public record Container(String name, boolean ready, @Nullable Instant started, Limits limits) {
    public Container {
      requireNonNull(name, "name is null");
      requireNonNull(limits, "limits is null");
    }
  }
}
