package io.metricssidecar.cluster.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/// Something that an object is told, before it is an Event.
///
/// @param about the object, complete with UID; the Event is of its namespace
/// @param type how bad it is
/// @param reason as people filter for it, in CamelCase
/// @param message for people
/// @param occurrence what makes it this one and no other: the same text is the same Event, from
///   whichever replica
public record EventDraft(
    ObjectReference about, Type type, String reason, String message, String occurrence) {
  private static final String COMPONENT = "metrics-sidecar";
  private static final int HASH = 16;

  /// What fits into a name beside the hash (RFC 1123 subdomain).
  private static final int LONGEST_NAME = 253 - HASH - 1;

  /// What the API server takes at most (core/v1 validation of Events).
  private static final int LONGEST_MESSAGE = 1024;

  public EventDraft {
    requireNonNull(about, "about is null");
    requireNonNull(type, "type is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
    requireNonNull(occurrence, "occurrence is null");
  }

  /// How bad it is, in the words of the API.
  public enum Type {
    /// For the record.
    NORMAL("Normal"),
    /// Somebody should do something.
    WARNING("Warning");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  /// The object to write. Its name follows from the object and the occurrence alone, so of several
  /// replicas with the same to say one writes it.
  ///
  /// @param unsaid how much about the same object went without an Event before this one
  /// @param now when it is written
  Event event(int unsaid, Instant now) {
    var time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.getNamespace())
        .withName(cut(about.getName(), LONGEST_NAME) + "." + hash())
        .endMetadata()
        .withInvolvedObject(about)
        .withType(type.word)
        .withReason(reason)
        .withMessage(cut(text(unsaid), LONGEST_MESSAGE))
        .withCount(unsaid + 1)
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .build();
  }

  private String text(int unsaid) {
    return unsaid == 0 ? message : "%s (and %d changes before)".formatted(message, unsaid);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }

  private String hash() {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest((about.getUid() + "/" + occurrence).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
