package io.metricssidecar.controller.pause;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.controller.workloads.Owner;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Events on a workload about the pause of its budget.
public final class PauseEvent {
  /// Shedding was stopped.
  static final String PAUSED = "SheddingPaused";

  /// Shedding goes on.
  static final String RESUMED = "SheddingResumed";

  private PauseEvent() {}

  /// The Event for the difference between two versions of a Lease; empty where there is none.
  ///
  /// @param before null where the Lease is seen for the first time: its pause may have begun while
  ///   no controller ran
  /// @param after the change
  public static Optional<EventDraft> between(@Nullable Lease before, Lease after) {
    var was = before == null ? null : pause(before);
    var is = pause(after);
    var metadata = after.getMetadata();
    if ((was == null) == (is == null) || metadata.getOwnerReferences().isEmpty()) {
      return Optional.empty();
    }
    var workload =
        Owner.of(metadata.getOwnerReferences().getFirst()).reference(metadata.getNamespace());
    var version = is == null || is.since().isEmpty() ? metadata.getResourceVersion() : is.text();
    var reason = is == null ? RESUMED : PAUSED;
    var message =
        is == null ? "Overloaded pods can be shed again" : "Shedding is paused " + is.sentence();
    return Optional.of(
        new EventDraft(
            workload,
            EventDraft.Type.NORMAL,
            reason,
            message,
            String.join("/", metadata.getUid(), reason, version)));
  }

  private static @Nullable Pause pause(Lease lease) {
    var annotations =
        Objects.requireNonNullElse(lease.getMetadata().getAnnotations(), Map.<String, String>of());
    return BudgetRecord.read(annotations).map(BudgetRecord::pause).orElse(null);
  }
}
