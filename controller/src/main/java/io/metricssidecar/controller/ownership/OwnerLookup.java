package io.metricssidecar.controller.ownership;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.OwnerObject;
import io.metricssidecar.controller.workloads.ScaleTarget;

/// A lookup of objects that may own pods.
@FunctionalInterface
interface OwnerLookup {
  /// The object that an owner reference names.
  ///
  /// @param namespace of the object
  /// @param owner a valid reference
  /// @param target its kind
  Result find(String namespace, Owner owner, ScaleTarget target);

  /// The result of a lookup.
  sealed interface Result {}

  /// The object of this kind, name and UID.
  record Seen(OwnerObject object) implements Result {
    public Seen {
      requireNonNull(object, "object is null");
    }
  }

  /// There is no object of this kind, name and UID, or it was not seen yet.
  record Missing() implements Result {}

  /// The API server did not say, or was not asked yet.
  record Unread() implements Result {}
}
