package io.metricssidecar.contract.settings;

import io.metricssidecar.contract.Annotations;

/// One setting, declared once: its names, its default and its format. Documents are compared with
/// the declarations by tests.
///
/// @param <T> type of the value
/// @param annotation key on the pod template, with prefix; empty where there is none
/// @param env environment variable; empty where there is none
/// @param defaultText as a user would write it; empty where there is none or it follows from
///   something else
/// @param parser format of the value
/// @param meaning for documents
public record Setting<T>(
    String annotation, String env, String defaultText, Parser<T> parser, String meaning) {
  /// A setting by annotation or environment variable.
  ///
  /// @param annotation without prefix
  public static <T> Setting<T> of(
      String annotation, String env, String defaultText, Parser<T> parser, String meaning) {
    return new Setting<>(Annotations.PREFIX + annotation, env, defaultText, parser, meaning);
  }

  /// A setting by annotation alone.
  ///
  /// @param annotation without prefix
  public static <T> Setting<T> annotation(
      String annotation, String defaultText, Parser<T> parser, String meaning) {
    return of(annotation, "", defaultText, parser, meaning);
  }

  /// A setting by environment variable alone.
  public static <T> Setting<T> variable(
      String env, String defaultText, Parser<T> parser, String meaning) {
    return new Setting<>("", env, defaultText, parser, meaning);
  }

  /// The same setting with a format that depends on other settings.
  public Setting<T> with(Parser<T> other) {
    return new Setting<>(annotation, env, defaultText, other, meaning);
  }

  /// The name that a user sets it by: the variable, or the annotation if there is none.
  @Override
  public String toString() {
    return env.isEmpty() ? annotation : env;
  }

  /// The default; an [IllegalStateException] where [#defaultText] is not a value.
  T defaultValue() {
    return parser
        .parse(defaultText)
        .orElseThrow(() -> new IllegalStateException("no default: " + this));
  }
}
