package io.metricssidecar.webhook.certificates;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.metricssidecar.cluster.ClusterClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The other writers of a webhook configuration's trust, by what the API server recorded of them
/// (`metadata.managedFields`).
final class TrustWriters {
  /// The names of those who manage a `caBundle` and are not us; if there is none, because somebody
  /// removed the field, the one who changed the configuration last. The latest comes first; empty
  /// where the API server recorded nobody.
  ///
  /// @param recorded of the configuration; null for none
  static List<String> of(@Nullable List<ManagedFieldsEntry> recorded) {
    var others =
        (recorded == null ? List.<ManagedFieldsEntry>of() : recorded)
            .stream()
                .filter(entry -> !ClusterClient.MANAGER.equals(entry.getManager()))
                .sorted(Comparator.comparing(TrustWriters::time).reversed())
                .toList();
    var ofTrust = names(others.stream().filter(entry -> hasTrust(entry.getFieldsV1())));
    return ofTrust.isEmpty() ? names(others.stream().limit(1)) : ofTrust;
  }

  private static List<String> names(Stream<ManagedFieldsEntry> entries) {
    return entries.map(ManagedFieldsEntry::getManager).filter(Objects::nonNull).distinct().toList();
  }

  private static String time(ManagedFieldsEntry entry) {
    return Optional.ofNullable(entry.getTime()).orElse("");
  }

  private static boolean hasTrust(@Nullable FieldsV1 fields) {
    return fields != null && hasTrust(fields.getAdditionalProperties());
  }

  private static boolean hasTrust(Map<?, ?> fields) {
    return fields.containsKey("f:caBundle")
        || fields.values().stream()
            .anyMatch(inner -> inner instanceof Map<?, ?> map && hasTrust(map));
  }

  private TrustWriters() {}
}
