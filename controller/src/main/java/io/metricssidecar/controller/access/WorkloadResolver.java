package io.metricssidecar.controller.access;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.SidecarPod;
import io.metricssidecar.controller.workloads.WorkloadReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The workloads behind pods, remembered by the UIDs of the pods' controllers, which are never used
/// again. For one thread.
final class WorkloadResolver {
  /// Interval at which controllers that were not found are read again: forged owner references cost
  /// no more than that.
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);

  private final WorkloadReader reader;
  private final Map<Controller, Optional<OwnedWorkload>> known = new HashMap<>();
  private Instant retried = Instant.EPOCH;

  WorkloadResolver(WorkloadReader reader) {
    this.reader = requireNonNull(reader, "reader is null");
  }

  /// The controller that a pod says it has.
  private record Controller(String namespace, Owner owner) {
    static Controller of(SidecarPod pod) {
      return new Controller(pod.namespace(), pod.controller());
    }
  }

  /// The workload of a pod; empty where its controller is of an unknown kind, does not exist or has
  /// another UID. Fails where the API server does not respond.
  Optional<OwnedWorkload> resolve(SidecarPod pod) {
    return known.computeIfAbsent(
        Controller.of(pod), controller -> reader.read(controller.namespace(), controller.owner()));
  }

  /// Forgets all other pods, and at intervals the controllers that were not found.
  void retain(Collection<SidecarPod> pods, Instant now) {
    known.keySet().retainAll(pods.stream().map(Controller::of).collect(Collectors.toSet()));
    if (!now.isBefore(retried.plus(RETRY_INTERVAL))) {
      known.values().removeIf(Optional::isEmpty);
      retried = now;
    }
  }

  /// Forgets the workload whose objects have this name.
  void forget(NamespacedName name) {
    known
        .values()
        .removeIf(
            found ->
                found
                    .filter(workload -> workload.namespacedResourceName().equals(name))
                    .isPresent());
  }
}
