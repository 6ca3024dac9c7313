package io.metricssidecar.contract.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one setting after the other, collecting every problem instead of stopping at the first.
public final class SettingsReader {
  private final SettingsSource source;
  private final List<Problem> problems = new ArrayList<>();

  public SettingsReader(SettingsSource source) {
    this.source = source;
  }

  /// The problems so far.
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// The value of a setting; the default where it is missing or bad.
  public <T> T read(Setting<T> setting) {
    return optional(setting).orElseGet(setting::defaultValue);
  }

  /// The value of a setting; empty where it is missing or bad.
  public <T> Optional<T> optional(Setting<T> setting) {
    var text = source.text(setting);
    if (text == null) {
      return Optional.empty();
    }
    var value = setting.parser().parse(text);
    if (value.isEmpty()) {
      report(setting, setting.parser().rejected(text), setting.parser().expected());
    }
    return value;
  }

  /// The text of a setting without default; empty, and a problem, where it is missing.
  public String required(Setting<String> setting) {
    if (source.text(setting) == null) {
      problems.add(new Problem(field(setting), null, setting.parser().expected()));
    }
    return read(setting);
  }

  /// Adds a problem that only several settings together make.
  public void report(Setting<?> setting, String text, String expected) {
    problems.add(new Problem(field(setting), text, expected));
  }

  /// The name of a setting in what is read.
  public String field(Setting<?> setting) {
    return source.field(setting);
  }
}
