package io.metricssidecar.injection.resources;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.pod.PodView;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a namespace allows a pod's sidecar: resources that its LimitRanges accept, and whether they
/// or its ResourceQuotas would refuse the pod all the same.
public final class NamespaceAllowance {
  private final PodView pod;
  private final NamespaceFacts namespace;
  private final ResourceFit fit;

  /// @param pod without the sidecar
  /// @param wanted resources of the sidecar
  /// @param namespace of the pod
  public NamespaceAllowance(PodView pod, SidecarResources wanted, NamespaceFacts namespace) {
    this.pod = requireNonNull(pod, "pod is null");
    this.namespace = requireNonNull(namespace, "namespace is null");
    this.fit = ResourceFit.of(pod, wanted, namespace.limitRanges());
  }

  /// The resources of the sidecar: the wanted ones, fitted to the LimitRanges if that is possible.
  public SidecarResources resources() {
    return fit.resources();
  }

  /// The changes to the wanted resources, as sentences.
  public List<String> changes() {
    return fit.changes();
  }

  /// Why a LimitRange would refuse the pod with the sidecar, as a sentence; empty where none would.
  ///
  /// @param sidecar the container as it would be added; asked only if it matters
  public Optional<String> limitRangeRefusal(Supplier<ObjectNode> sidecar) {
    if (!namespace.complete()) {
      return Optional.of("not all LimitRanges and ResourceQuotas of the namespace are known");
    }
    return namespace.limitRanges().isEmpty() || fit.impossible().isPresent()
        ? fit.impossible()
        : LimitRangeRule.refusal(
            namespace.limitRanges(), PodResources.of(pod), Amounts.of(sidecar.get()));
  }

  /// Why a ResourceQuota would refuse the pod with the sidecar, as a sentence; empty where none
  /// would. What is used may have changed since it was last seen, so either answer may be wrong.
  ///
  /// @param sidecar the container as it would be added; asked only if it matters
  public Optional<String> quotaRefusal(Supplier<ObjectNode> sidecar) {
    return namespace.quotas().isEmpty()
        ? Optional.empty()
        : QuotaRule.refusal(
            namespace.quotas(), pod, PodResources.of(pod), Amounts.of(sidecar.get()));
  }
}
