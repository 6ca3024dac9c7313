package io.metricssidecar.controller.access;

import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.controller.ownership.PodClaim;
import io.metricssidecar.controller.ownership.Resolution;
import io.metricssidecar.controller.ownership.Resolution.Absent;
import io.metricssidecar.controller.ownership.Resolution.Found;
import io.metricssidecar.controller.ownership.Resolution.Reason;
import io.metricssidecar.controller.ownership.Resolution.Unknown;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The workloads that pods with sidecars belong to. For one thread.
final class FoundWorkloads {
  /// Reason of an owner that could not be read.
  private static final String UNREAD = "unread";

  private final Map<OwnedWorkload, SortedSet<String>> accounts = new HashMap<>();
  private final Set<Unknown> undecided = new HashSet<>();
  private final Map<String, Set<NamedOwner>> unresolved = new TreeMap<>();

  private FoundWorkloads() {
    unresolved.put(UNREAD, new HashSet<>());
    for (var reason : Reason.values()) {
      unresolved.put(label(reason), new HashSet<>());
    }
  }

  /// An owner that a pod names.
  private record NamedOwner(String namespace, Owner owner) {}

  /// No workloads.
  static FoundWorkloads none() {
    return new FoundWorkloads();
  }

  /// The workloads of these pods, each of which is looked at on its own.
  static FoundWorkloads of(List<SidecarPod> pods, Function<PodClaim, Resolution> owners) {
    var found = new FoundWorkloads();
    pods.forEach(pod -> found.add(pod, owners.apply(PodClaim.of(pod))));
    return found;
  }

  private void add(SidecarPod pod, Resolution resolution) {
    switch (resolution) {
      case Found(var workload) ->
          accounts.computeIfAbsent(workload, _ -> new TreeSet<>()).add(pod.serviceAccount());
      case Unknown unknown -> {
        undecided.add(unknown);
        count(UNREAD, pod);
      }
      case Absent(var reason) -> count(label(reason), pod);
    }
  }

  private void count(String reason, SidecarPod pod) {
    unresolved
        .computeIfAbsent(reason, _ -> new HashSet<>())
        .add(new NamedOwner(pod.namespace(), pod.controller()));
  }

  private static String label(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  /// The workloads, with the ServiceAccounts of their pods.
  Map<OwnedWorkload, SortedSet<String>> accounts() {
    return accounts;
  }

  /// The workloads that pods name and that could not be read.
  Set<Unknown> undecided() {
    return undecided;
  }

  /// True if no owner is missing or unread, so that none has to be read again.
  boolean settled() {
    return undecided.isEmpty()
        && unresolved.getOrDefault(label(Reason.MISSING), Set.of()).isEmpty();
  }

  /// The number of owners that pods name and that give them no rights, by reason.
  List<Sample> unresolved() {
    return unresolved.entrySet().stream()
        .map(entry -> new Sample(Map.of("reason", entry.getKey()), entry.getValue().size()))
        .toList();
  }
}
