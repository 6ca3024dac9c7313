package io.metricssidecar.controller.access;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// One write that brings the cluster nearer to what it should be.
sealed interface AccessAction {
  /// What is written or deleted.
  HasMetadata object();

  /// The object does not exist.
  record Create(HasMetadata object) implements AccessAction {
    public Create {
      requireNonNull(object, "object is null");
    }
  }

  /// The object exists and is not as it should be; carries the resource version that was read.
  record Update(HasMetadata object) implements AccessAction {
    public Update {
      requireNonNull(object, "object is null");
    }
  }

  /// The object exists and should not.
  record Delete(HasMetadata object) implements AccessAction {
    public Delete {
      requireNonNull(object, "object is null");
    }
  }
}
