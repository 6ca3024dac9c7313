package io.metricssidecar.injection.annotations;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The annotations of a Namespace, which are defaults for its pods.
final class NamespaceAnnotations {
  /// The annotations as a source of settings.
  static SettingsSource source(Map<String, String> annotations) {
    return SettingsSource.annotations(annotations, NamespaceAnnotations::name);
  }

  /// Defaults of pods, and the pause that the controller reads.
  private static final Set<String> KNOWN =
      Stream.concat(SidecarDefaults.KEYS.stream(), Stream.of(Annotations.PAUSED))
          .collect(Collectors.toUnmodifiableSet());

  /// Sentences on annotations with our prefix that nobody reads.
  static List<String> unknown(Map<String, String> annotations) {
    if (annotations.isEmpty()) {
      return List.of();
    }
    return UnknownAnnotations.of(annotations, KNOWN, NamespaceAnnotations::name).stream()
        .map(Problem::message)
        .toList();
  }

  private static String name(String key) {
    return "the namespace's annotation " + key;
  }

  private NamespaceAnnotations() {}
}
