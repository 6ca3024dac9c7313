package io.metricssidecar.injection.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What a pod demands of the architecture of its node: its node selector and its required node
/// affinity, as the scheduler reads them (kubernetes,
/// `component-helpers/scheduling/corev1/nodeaffinity`).
final class NodeConstraints {
  private static final List<String> LABELS =
      List.of("kubernetes.io/arch", "beta.kubernetes.io/arch");

  private static final String TERMS =
      "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution"
          + "/nodeSelectorTerms";

  /// Whether a pod can run on a node of this architecture, as far as these constraints say.
  static boolean allow(ObjectNode pod, String architecture) {
    var selected = Json.texts(pod, "/spec/nodeSelector");
    var terms = Json.objects(pod, TERMS);
    return LABELS.stream()
            .allMatch(label -> selected.getOrDefault(label, architecture).equals(architecture))
        && (terms.isEmpty() || terms.stream().anyMatch(term -> matches(term, architecture)));
  }

  /// A node has to match one term, and all expressions of that term.
  private static boolean matches(ObjectNode term, String architecture) {
    return Json.objects(term, "/matchExpressions").stream()
        .filter(expression -> LABELS.contains(Json.text(expression, "/key").orElse("")))
        .allMatch(expression -> accepts(expression, architecture));
  }

  private static boolean accepts(ObjectNode expression, String architecture) {
    var listed =
        Json.at(expression, "/values")
            .valueStream()
            .map(JsonNode::asText)
            .anyMatch(architecture::equals);
    return switch (Json.text(expression, "/operator").orElse("")) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      // Every node has the label.
      case "DoesNotExist" -> false;
      default -> true;
    };
  }

  private NodeConstraints() {}
}
