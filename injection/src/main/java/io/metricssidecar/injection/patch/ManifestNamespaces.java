package io.metricssidecar.injection.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.pod.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The annotations of the Namespaces that a manifest has.
final class ManifestNamespaces {
  private final Map<String, Map<String, String>> annotations = new HashMap<>();

  /// @param objects of the manifest, of any kind
  ManifestNamespaces(Stream<ObjectNode> objects) {
    objects
        .filter(object -> Json.text(object, "/kind").orElse("").equals("Namespace"))
        .forEach(
            namespace ->
                annotations.put(
                    Json.text(namespace, "/metadata/name").orElse(""), annotations(namespace)));
  }

  private static Map<String, String> annotations(ObjectNode namespace) {
    return Json.texts(namespace, "/metadata/annotations").entrySet().stream()
        .filter(annotation -> annotation.getKey().startsWith(Annotations.PREFIX))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// What the manifest says of a namespace.
  NamespaceFacts of(String namespace) {
    return new NamespaceFacts(
        annotations.getOrDefault(namespace, Map.of()), List.of(), List.of(), true);
  }
}
