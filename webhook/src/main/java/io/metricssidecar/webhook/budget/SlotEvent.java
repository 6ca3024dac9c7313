package io.metricssidecar.webhook.budget;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
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

  private static final String COMPONENT = "metrics-sidecar";
  private static final int HASH = 16;

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
              say(change, FREED, "Pod %s is gone and its slot is free", change.holder().label()));
    }
    return Optional.of(
        switch (change.kind()) {
          case TAKEN ->
              say(change, SHED, "Pod %s is overloaded and leaves its Service", member.name());
          case FREED -> say(change, RETURNED, "Pod %s serves again", member.name());
        });
  }

  private static SlotEvent say(SlotChange change, String reason, String format, String pod) {
    return new SlotEvent(
        change, reason, "%s: %s".formatted(format.formatted(pod), change.balance()));
  }

  /// The object to write. Its name follows from the change alone, so of several replicas that see
  /// the same change one writes it.
  ///
  /// @param unsaid how many changes of the workload went without an Event before this one
  /// @param now when it is written
  Event event(int unsaid, Instant now) {
    var lease = change.lease();
    var time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(lease.name().namespace())
        .withName(lease.name().name() + "." + hash())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(lease.owner().getApiVersion())
        .withKind(lease.owner().getKind())
        .withNamespace(lease.name().namespace())
        .withName(lease.owner().getName())
        .withUid(lease.owner().getUid())
        .endInvolvedObject()
        .withType("Normal")
        .withReason(reason)
        .withMessage(
            unsaid == 0 ? message : "%s (and %d changes before)".formatted(message, unsaid))
        .withCount(unsaid + 1)
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .build();
  }

  private String hash() {
    var metadata = change.lease().object().getMetadata();
    var text =
        String.join(
            "/",
            metadata.getUid(),
            metadata.getResourceVersion(),
            change.holder().uid(),
            change.kind().name());
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
