package io.metricssidecar.cluster.events;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.metricssidecar.contract.Names;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// An Event before it is written.
///
/// @param about the object, complete with UID; the Event is in its namespace
/// @param type of the Event
/// @param reason of the Event, in CamelCase
/// @param message of the Event
/// @param occurrence identity of what happened to the object: the same text is the same Event, from
///   any replica
public record EventDraft(
    ObjectReference about, Type type, String reason, String message, String occurrence) {
  private static final String COMPONENT = "metrics-sidecar";
  private static final int HASH_DIGITS = 16;

  /// Maximum length of the object's name inside the Event's (RFC 1123 subdomain).
  private static final int MAX_NAME = 253 - HASH_DIGITS - 1;

  /// Maximum length of a message (core/v1 validation of Events).
  private static final int MAX_MESSAGE = 1024;

  public EventDraft {
    requireNonNull(about, "about is null");
    requireNonNull(type, "type is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
    requireNonNull(occurrence, "occurrence is null");
  }

  /// The type of an Event.
  public enum Type {
    /// Nobody has to act.
    NORMAL("Normal"),
    /// Somebody should act.
    WARNING("Warning");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  /// The object to write. Its name depends on the object and the occurrence alone, so one of
  /// several replicas writes it.
  ///
  /// @param suppressed number of Events on the same object that were not written before this one
  /// @param now time of writing
  Event event(int suppressed, Instant now) {
    var time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.getNamespace())
        .withName(cut(about.getName(), MAX_NAME) + "." + hash())
        .endMetadata()
        .withInvolvedObject(about)
        .withType(type.word)
        .withReason(reason)
        .withMessage(cut(text(suppressed), MAX_MESSAGE))
        .withCount(suppressed + 1)
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .build();
  }

  private String text(int suppressed) {
    return suppressed == 0 ? message : "%s (and %d changes before)".formatted(message, suppressed);
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }

  private String hash() {
    return Names.hash(about.getUid() + "/" + occurrence, HASH_DIGITS);
  }
}
