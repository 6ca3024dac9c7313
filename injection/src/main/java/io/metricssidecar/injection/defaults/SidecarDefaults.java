package io.metricssidecar.injection.defaults;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The installation's own defaults of a sidecar's settings, for pods that do not have the
/// annotation.
///
/// @param values that are valid, by annotation key with prefix; a key that is missing has the
///   built-in default
public record SidecarDefaults(Map<String, String> values) {
  /// The built-in defaults alone.
  public static final SidecarDefaults NONE = new SidecarDefaults(Map.of());

  /// The settings that may have a default: all but the measured container, whose name belongs to
  /// one kind of pod. Image and resources have settings of the installation instead, and a patch
  /// fits one version of the container.
  public static final List<Setting<?>> SETTINGS =
      SidecarSetting.ALL.stream()
          .filter(setting -> !setting.equals(SidecarSetting.CONTAINER))
          .toList();

  /// The annotation keys of [#SETTINGS].
  public static final Set<String> KEYS =
      SETTINGS.stream().map(Setting::annotation).collect(Collectors.toUnmodifiableSet());

  private static final char SEPARATOR = '=';

  public SidecarDefaults {
    values = Map.copyOf(values);
  }

  /// Whether a text has the form of an entry.
  public static boolean isEntry(String text) {
    return text.indexOf(SEPARATOR) > 0;
  }

  /// Reads entries `key=value`, whose keys have no prefix. A bad one is left out and among the
  /// problems.
  ///
  /// @param entries each of which [#isEntry]
  /// @param variable that has them, for problems
  public static Parsed<SidecarDefaults> read(List<String> entries, String variable) {
    var values = new LinkedHashMap<String, String>();
    var problems = new ArrayList<Problem>();
    for (var entry : entries) {
      var separator = entry.indexOf(SEPARATOR);
      var key = Annotations.PREFIX + entry.substring(0, separator).strip();
      if (!KEYS.contains(key)) {
        problems.add(new Problem(variable, entry, "one of the keys " + listed()));
      } else if (values.putIfAbsent(key, entry.substring(separator + 1).strip()) != null) {
        problems.add(new Problem(variable, entry, "each key once"));
      }
    }
    var source =
        SettingsSource.annotations(values, key -> "%s in %s".formatted(plain(key), variable));
    problems.addAll(SidecarSettings.read(source).problems());
    return new Parsed<>(new SidecarDefaults(values), problems, List.of());
  }

  private static String listed() {
    return SETTINGS.stream()
        .map(Setting::annotation)
        .map(SidecarDefaults::plain)
        .collect(Collectors.joining(", "));
  }

  private static String plain(String annotation) {
    return annotation.substring(Annotations.PREFIX.length());
  }

  /// The defaults as a source of settings.
  public SettingsSource source() {
    return SettingsSource.annotations(values, key -> "the installation's default of " + key);
  }
}
