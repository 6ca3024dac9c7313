package io.metricssidecar.controller.ownership;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The meaning of a label selector (apimachinery, `LabelSelectorAsSelector`).
final class Selection {
  /// True if a selector selects these labels. One that is missing or empty selects nothing here:
  /// the API server accepts neither in a workload.
  static boolean selects(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return false;
    }
    var equal = Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of());
    var requirements =
        Objects.requireNonNullElse(
            selector.getMatchExpressions(), List.<LabelSelectorRequirement>of());
    return !(equal.isEmpty() && requirements.isEmpty())
        && labels.entrySet().containsAll(equal.entrySet())
        && requirements.stream().allMatch(requirement -> holds(requirement, labels));
  }

  /// An operator of a later version of Kubernetes selects nothing.
  private static boolean holds(LabelSelectorRequirement requirement, Map<String, String> labels) {
    var value = labels.get(requirement.getKey());
    var values = Objects.requireNonNullElse(requirement.getValues(), List.<String>of());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }

  private Selection() {}
}
