package io.metricssidecar.webhook.access;

import static java.util.Objects.requireNonNull;

/// An object that controls another, as an owner reference names it.
///
/// @param apiVersion group and version, such as `apps/v1`
/// @param kind such as `ReplicaSet`
/// @param name in the namespace of what it owns
/// @param uid that tells it from a later object of the same name
record Owner(String apiVersion, String kind, String name, String uid) {
  Owner {
    requireNonNull(apiVersion, "apiVersion is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
  }

  /// The API group; empty for the core group.
  String group() {
    var slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /// The version inside the group.
  String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }
}
