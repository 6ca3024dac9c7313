package io.metricssidecar.controller.injected;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.controller.ownership.PodClaim;
import io.metricssidecar.controller.workloads.Owner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The findings about one pod, and as much of the pod as their Events need.
///
/// @param namespace of the pod
/// @param pod itself
/// @param claim what it says about its owner; empty where it names none
/// @param findings at least one
record FoundOnPod(
    String namespace, Owner pod, Optional<PodClaim> claim, List<InjectionFinding> findings) {
  FoundOnPod {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(pod, "pod is null");
    requireNonNull(claim, "claim is null");
    findings = List.copyOf(findings);
  }

  /// Takes what is needed from a pod.
  static FoundOnPod of(Pod pod, List<InjectionFinding> findings) {
    var metadata = pod.getMetadata();
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    return new FoundOnPod(
        metadata.getNamespace(),
        new Owner("v1", "Pod", metadata.getName(), metadata.getUid()),
        Owner.controlling(metadata.getOwnerReferences())
            .filter(Owner::valid)
            .map(owner -> new PodClaim(metadata.getNamespace(), owner, labels)),
        findings);
  }

  /// The identity of a finding: all pods of a template have the same ones, which are reported once.
  String occurrence(InjectionFinding finding) {
    var template = claim.map(named -> named.controller().uid()).orElse(pod.uid());
    return String.join("/", template, finding.reason(), finding.message());
  }
}
