package io.metricssidecar.injection.options;

import io.metricssidecar.injection.limits.LimitRangeFacts;
import io.metricssidecar.injection.limits.QuotaFacts;
import java.util.List;
import java.util.Map;

/// What is known of a pod's namespace when the pod is created.
///
/// @param annotations of the Namespace with our prefix
/// @param limitRanges in the namespace
/// @param quotas in the namespace
/// @param complete false where the namespace has more LimitRanges or ResourceQuotas than these
public record NamespaceFacts(
    Map<String, String> annotations,
    List<LimitRangeFacts> limitRanges,
    List<QuotaFacts> quotas,
    boolean complete) {
  /// Nothing is known, as for a namespace without any of this.
  public static final NamespaceFacts NONE =
      new NamespaceFacts(Map.of(), List.of(), List.of(), true);

  public NamespaceFacts {
    annotations = Map.copyOf(annotations);
    limitRanges = List.copyOf(limitRanges);
    quotas = List.copyOf(quotas);
  }
}
