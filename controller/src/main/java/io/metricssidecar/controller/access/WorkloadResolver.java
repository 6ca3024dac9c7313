package io.metricssidecar.controller.access;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.SidecarPod;
import io.metricssidecar.controller.workloads.WorkloadReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The workloads behind pods. What was read is remembered by UID, which never comes again.
final class WorkloadResolver {
  /// Pods with false owners cost a read each this often, and no more.
  private static final Duration SEARCH_AGAIN = Duration.ofSeconds(30);

  private final WorkloadReader reader;
  private final Map<SidecarPod, Optional<OwnedWorkload>> known = new HashMap<>();

  private Instant searchedAgain = Instant.EPOCH;

  WorkloadResolver(WorkloadReader reader) {
    this.reader = requireNonNull(reader, "reader is null");
  }

  /// The workload of a pod; empty where its controller is of an unknown kind, does not exist or has
  /// another UID. Fails where the API server cannot be asked.
  Optional<OwnedWorkload> resolve(SidecarPod pod) {
    var found = known.get(pod);
    if (found != null) {
      return found;
    }
    var read = reader.read(pod.namespace(), pod.controller());
    known.put(pod, read);
    return read;
  }

  /// Forgets everything but these pods, and from time to time what was not found.
  void retain(Set<SidecarPod> pods, Instant now) {
    known.keySet().retainAll(pods);
    if (!now.isBefore(searchedAgain.plus(SEARCH_AGAIN))) {
      known.values().removeIf(Optional::isEmpty);
      searchedAgain = now;
    }
  }

  /// Forgets the workload whose objects have this name.
  void forget(AccessPlan.Key key) {
    known
        .values()
        .removeIf(
            found ->
                found
                    .map(
                        workload ->
                            key.equals(
                                new AccessPlan.Key(workload.namespace(), workload.resourceName())))
                    .orElse(false));
  }
}
