package io.metricssidecar.contract.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Annotations;
import org.jspecify.annotations.Nullable;

/// The pause of a budget: while its Lease has one, no pod takes a slot, and those that are out
/// return. Its text is one annotation of the Lease: who, a space, the time since when, a space and
/// the reason. Every text is a pause, so that a mistake stops shedding and never lets it go on.
///
/// @param by who paused it, and so who ends it
/// @param since time as text (RFC 3339); empty where the text has none
/// @param reason for people, without control characters; may be empty
public record Pause(By by, String since, String reason) {
  /// Who paused a budget.
  public enum By {
    /// A person, by `metrics-sidecar pause` or by hand. The controller leaves it as it is.
    PERSON("person", "a person"),
    /// The controller, for an annotation of the workload or of its Namespace, or for the setting of
    /// the installation. The controller ends it with these.
    CONTROLLER("controller", "the controller");

    private final String word;
    private final String people;

    By(String word, String people) {
      this.word = word;
      this.people = people;
    }
  }

  /// First and end of the control characters beyond ASCII's first.
  private static final char DELETE = '\u007f';

  private static final char NO_BREAK_SPACE = '\u00a0';

  public Pause {
    requireNonNull(by, "by is null");
    requireNonNull(since, "since is null");
    requireNonNull(reason, "reason is null");
  }

  /// Reads the value of the annotation. A text that none of us wrote is the reason of a person: the
  /// controller does not remove what it did not write.
  static Pause read(String text) {
    var parts = text.split(" ", 3);
    for (var by : By.values()) {
      if (parts.length > 1 && parts[0].equals(by.word)) {
        return new Pause(by, shown(parts[1]), shown(parts.length == 3 ? parts[2] : ""));
      }
    }
    return new Pause(By.PERSON, "", shown(text));
  }

  /// Whether the annotation of a workload or a Namespace asks for a pause: with any value but one,
  /// so that a mistake stops shedding.
  ///
  /// @param text null where there is none
  public static boolean asks(@Nullable String text) {
    return text != null && !text.equals(Annotations.NOT_PAUSED);
  }

  /// The value of the annotation, which [BudgetRecord#read] reads back.
  public String text() {
    return by.word + " " + since + (reason.isEmpty() ? "" : " " + reason);
  }

  /// The pause as half a sentence for people, such as `by a person since 2026-11-22T04:00:00Z:
  /// release of the shop`.
  public String sentence() {
    var who = "by " + by.people + (since.isEmpty() ? "" : " since " + since);
    return reason.isEmpty() ? who : who + ": " + reason;
  }

  /// Whether the controller wrote it.
  public boolean isControllers() {
    return by == By.CONTROLLER;
  }

  /// Anyone who may write a Lease chooses this text, and it is shown on terminals and in logs.
  private static String shown(String text) {
    var shown = new StringBuilder();
    for (var at = 0; at < text.length(); at++) {
      var character = text.charAt(at);
      var control = character < ' ' || (character >= DELETE && character < NO_BREAK_SPACE);
      shown.append(control ? ' ' : character);
    }
    return shown.toString();
  }
}
