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
/// @param complete false where the namespace has LimitRanges or ResourceQuotas beyond these
public record NamespaceFacts(
    Map<String, String> annotations,
    List<LimitRangeFacts> limitRanges,
    List<QuotaFacts> quotas,
    boolean complete) {
  /// Those of a namespace without any of this.
  public static final NamespaceFacts NONE =
      new NamespaceFacts(Map.of(), List.of(), List.of(), true);

  /// Those of every namespace before anything could be read.
  public static final NamespaceFacts UNKNOWN =
      new NamespaceFacts(Map.of(), List.of(), List.of(), false);

  public NamespaceFacts {
    annotations = Map.copyOf(annotations);
    limitRanges = List.copyOf(limitRanges);
    quotas = List.copyOf(quotas);
  }

  /// The same without the ResourceQuotas.
  public NamespaceFacts withoutQuotas() {
    return new NamespaceFacts(annotations, limitRanges, List.of(), complete);
  }
}
