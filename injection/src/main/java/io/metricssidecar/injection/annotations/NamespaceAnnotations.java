package io.metricssidecar.injection.annotations;

import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import java.util.List;
import java.util.Map;

/// The annotations of a Namespace, which are defaults for its pods.
final class NamespaceAnnotations {
  /// The annotations as a source of settings.
  static SettingsSource source(Map<String, String> annotations) {
    return SettingsSource.annotations(annotations, NamespaceAnnotations::name);
  }

  /// Sentences on annotations with our prefix that are no default.
  static List<String> unknown(Map<String, String> annotations) {
    return UnknownAnnotations.of(annotations, SidecarDefaults.KEYS, NamespaceAnnotations::name)
        .stream()
        .map(Problem::message)
        .toList();
  }

  private static String name(String key) {
    return "the namespace's annotation " + key;
  }

  private NamespaceAnnotations() {}
}
