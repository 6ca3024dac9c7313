package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.controller.workloads.Member;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a workload is told of a change.
///
/// @param change that it is about
/// @param reason as people filter for it
/// @param message for people
record SlotEvent(SlotChange change, String reason, String message) {
  /// A pod took a slot.
  static final String SHED = "Shed";

  /// A pod gave its slot back.
  static final String RETURNED = "Returned";

  /// A pod was gone, and its slot was freed.
  static final String FREED = "SlotFreed";

  SlotEvent {
    requireNonNull(change, "change is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
  }

  /// What to say; empty where a slot was taken for a pod that was never seen: that a Lease names a
  /// pod is no proof that it exists.
  ///
  /// @param member the pod as last seen; null where it was not
  static Optional<SlotEvent> of(SlotChange change, @Nullable Member member) {
    if (member == null || member.leaving()) {
      return change.kind() == SlotChange.Kind.TAKEN
          ? Optional.empty()
          : Optional.of(
              say(change, FREED, "Pod %s is gone and its slot is free", label(change.holder())));
    }
    return Optional.of(
        switch (change.kind()) {
          case TAKEN ->
              say(change, SHED, "Pod %s is overloaded and leaves its Service", member.name());
          case FREED -> say(change, RETURNED, "Pod %s serves again", member.name());
        });
  }

  /// The pod's name, or its UID where the Lease names none.
  private static String label(Holder holder) {
    return holder.validPodName().orElse(holder.uid());
  }

  private static SlotEvent say(SlotChange change, String reason, String format, String pod) {
    return new SlotEvent(
        change, reason, "%s: %s".formatted(format.formatted(pod), change.balance()));
  }

  /// To be written as an Event.
  EventDraft notice() {
    var lease = change.lease();
    var owner = lease.owner();
    var about =
        new ObjectReferenceBuilder()
            .withApiVersion(owner.getApiVersion())
            .withKind(owner.getKind())
            .withNamespace(lease.name().namespace())
            .withName(owner.getName())
            .withUid(owner.getUid())
            .build();
    var metadata = lease.object().getMetadata();
    var occurrence =
        String.join(
            "/",
            metadata.getUid(),
            metadata.getResourceVersion(),
            change.holder().uid(),
            change.kind().name());
    return new EventDraft(about, EventDraft.Type.NORMAL, reason, message, occurrence);
  }
}
