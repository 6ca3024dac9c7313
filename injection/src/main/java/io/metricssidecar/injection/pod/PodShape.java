package io.metricssidecar.injection.pod;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// The types of the fields that a patch extends, and the size of the annotations among them.
final class PodShape {
  private static final List<String> STRING_MAPS =
      List.of("/metadata/labels", "/metadata/annotations");
  private static final List<String> ARRAYS =
      List.of(
          "/spec/containers", "/spec/initContainers", "/spec/volumes", "/spec/imagePullSecrets");

  /// Whether these fields have the types of a pod, or are absent.
  static boolean wellFormed(ObjectNode pod) {
    if (!pod.path("metadata").isObject() || !pod.path("spec").isObject()) {
      return false;
    }
    for (var pointer : STRING_MAPS) {
      var node = Json.at(pod, pointer);
      if (!absent(node) && !texts(node)) {
        return false;
      }
    }
    for (var pointer : ARRAYS) {
      var node = Json.at(pod, pointer);
      if (!absent(node) && !node.isArray()) {
        return false;
      }
    }
    return true;
  }

  private static boolean texts(JsonNode node) {
    if (!node.isObject()) {
      return false;
    }
    for (var text : node) {
      if (!absent(text) && !text.isTextual()) {
        return false;
      }
    }
    return true;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /// Bytes of all keys and values.
  static long annotationBytes(Map<String, String> annotations) {
    var used = 0L;
    for (var entry : annotations.entrySet()) {
      used += bytes(entry.getKey()) + bytes(entry.getValue());
    }
    return used;
  }

  private static long bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  private PodShape() {}
}
