package io.metricssidecar.contract.settings;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A place that settings are read from, with its own name for each.
public interface SettingsSource {
  /// The text of a setting; null where it is not set.
  @Nullable String text(Setting<?> setting);

  /// The name of a setting in this source, for problems.
  String field(Setting<?> setting);

  /// Settings from a pod's annotations.
  static SettingsSource annotations(Map<String, String> annotations) {
    return annotations(annotations, UnaryOperator.identity());
  }

  /// Settings from annotations that are not a pod's own.
  ///
  /// @param name of an annotation, for problems
  static SettingsSource annotations(Map<String, String> annotations, UnaryOperator<String> name) {
    return new SettingsSource() {
      @Override
      public @Nullable String text(Setting<?> setting) {
        return annotations.get(setting.annotation());
      }

      @Override
      public String field(Setting<?> setting) {
        return name.apply(setting.annotation());
      }
    };
  }

  /// Settings from an environment, in which an empty variable is one that is not set.
  static SettingsSource env(Map<String, String> env) {
    return new SettingsSource() {
      @Override
      public @Nullable String text(Setting<?> setting) {
        var text = env.get(setting.env());
        return text == null || text.isBlank() ? null : text.strip();
      }

      @Override
      public String field(Setting<?> setting) {
        return setting.env();
      }
    };
  }
}
