package io.metricssidecar.controller.writes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// One write towards the desired state.
public sealed interface AccessAction {
  /// The object to write or to delete.
  HasMetadata object();

  /// Creates an object that does not exist.
  record Create(HasMetadata object) implements AccessAction {
    public Create {
      requireNonNull(object, "object is null");
    }
  }

  /// Replaces an object that differs from the desired one, under the resourceVersion that was read.
  record Update(HasMetadata object) implements AccessAction {
    public Update {
      requireNonNull(object, "object is null");
    }
  }

  /// Deletes an object that should not exist.
  record Delete(HasMetadata object) implements AccessAction {
    public Delete {
      requireNonNull(object, "object is null");
    }
  }
}
