package io.metricssidecar.contract.settings;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads one setting after the other, collecting every problem instead of stopping at the first. A
/// setting has its value from the first source in which it is neither missing nor bad.
public final class SettingsReader {
  private final SettingsSource source;
  private final List<SettingsSource> defaults;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> problemsOfDefaults = new ArrayList<>();

  /// A reader of one source.
  public SettingsReader(SettingsSource source) {
    this(source, List.of());
  }

  /// A reader of a source that has defaults in other sources.
  ///
  /// @param source whose problems are those of the user
  /// @param defaults further sources, the first of them first
  public SettingsReader(SettingsSource source, List<SettingsSource> defaults) {
    this.source = requireNonNull(source, "source is null");
    this.defaults = List.copyOf(defaults);
  }

  /// The problems of the source so far.
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// The problems so far of those defaults that would have been the value.
  public List<Problem> problemsOfDefaults() {
    return List.copyOf(problemsOfDefaults);
  }

  /// The value of a setting; its own default where it is missing or bad in all sources.
  public <T> T read(Setting<T> setting) {
    return optional(setting).orElseGet(setting::defaultValue);
  }

  /// Whether a source has the setting, good or bad.
  public boolean isSet(Setting<?> setting) {
    if (source.text(setting) != null) {
      return true;
    }
    for (var next : defaults) {
      if (next.text(setting) != null) {
        return true;
      }
    }
    return false;
  }

  /// The value of a setting; empty where it is missing or bad in all sources.
  public <T> Optional<T> optional(Setting<T> setting) {
    var value = optional(setting, source, problems);
    for (var next = defaults.iterator(); value.isEmpty() && next.hasNext(); ) {
      value = optional(setting, next.next(), problemsOfDefaults);
    }
    return value;
  }

  private static <T> Optional<T> optional(
      Setting<T> setting, SettingsSource from, List<Problem> found) {
    var text = from.text(setting);
    if (text == null) {
      return Optional.empty();
    }
    var parser = setting.parser();
    var value = parser.parse(text);
    if (value.isEmpty()) {
      found.add(new Problem(from.field(setting), parser.rejected(text), parser.expected()));
    }
    return value;
  }

  /// The text of a setting without default; empty, and a problem, where it is missing.
  public String required(Setting<String> setting) {
    if (source.text(setting) == null) {
      problems.add(new Problem(source.field(setting), null, setting.parser().expected()));
    }
    return read(setting);
  }

  /// Adds a problem that only several settings together make.
  public void report(Setting<?> setting, String text, String expected) {
    report(new Problem(source.field(setting), text, expected));
  }

  /// Adds a problem of the source.
  public void report(Problem problem) {
    problems.add(problem);
  }

  /// The name of a setting in the source that its value is from; in the first where it has its own
  /// default.
  public String field(Setting<?> setting) {
    return Stream.concat(Stream.of(source), defaults.stream())
        .filter(from -> isValid(setting, from))
        .findFirst()
        .orElse(source)
        .field(setting);
  }

  private static boolean isValid(Setting<?> setting, SettingsSource from) {
    var text = from.text(setting);
    return text != null && setting.parser().parse(text).isPresent();
  }
}
