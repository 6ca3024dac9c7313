package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.controller.workloads.PodStage;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An Event about a slot, on the workload.
///
/// @param change that it reports
/// @param reason of the Event
/// @param message of the Event
record SlotEvent(SlotChange change, String reason, String message) {
  /// A pod took a slot.
  static final String SHED = "Shed";

  /// A pod released its slot.
  static final String RETURNED = "Returned";

  /// A pod was gone or being deleted, and its slot was freed.
  static final String FREED = "SlotFreed";

  SlotEvent {
    requireNonNull(change, "change is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
  }

  /// The Event for a change; empty where a slot was taken for a pod that was never seen: its name
  /// in a Lease is no proof that it exists.
  ///
  /// @param pod as last seen; null where it was not
  static Optional<SlotEvent> of(SlotChange change, @Nullable SidecarPod pod) {
    if (pod == null || pod.stage() != PodStage.ACTIVE) {
      var deleted = pod != null && pod.stage() == PodStage.TERMINATING;
      return change.kind() == SlotChange.Kind.TAKEN
          ? Optional.empty()
          : Optional.of(
              event(
                  change,
                  FREED,
                  deleted
                      ? "Pod %s is being deleted and its slot is free"
                      : "Pod %s is gone and its slot is free",
                  name(change.holder())));
    }
    return Optional.of(
        switch (change.kind()) {
          case TAKEN ->
              event(change, SHED, "Pod %s is overloaded and leaves its Service", pod.name());
          case FREED -> event(change, RETURNED, "Pod %s serves again", pod.name());
        });
  }

  private static SlotEvent event(SlotChange change, String reason, String format, String pod) {
    return new SlotEvent(
        change, reason, "%s: %s".formatted(format.formatted(pod), change.balance()));
  }

  /// The pod's name, or its UID where the Lease has no valid name.
  private static String name(Holder holder) {
    return holder.validPodName().orElse(holder.uid());
  }

  /// The Event before it is written.
  EventDraft draft() {
    var lease = change.lease();
    var metadata = lease.object().getMetadata();
    var occurrence =
        String.join(
            "/",
            metadata.getUid(),
            metadata.getResourceVersion(),
            change.holder().uid(),
            change.kind().name());
    var workload = lease.owner().reference(lease.name().namespace());
    return new EventDraft(workload, EventDraft.Type.NORMAL, reason, message, occurrence);
  }
}
