package io.metricssidecar.sidecar;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The file that `CONFIG_FILE` names: a YAML map from environment names to values. The environment
/// wins over it.
final class ConfigFile {
  /// The variable that names the file.
  static final String VARIABLE = "CONFIG_FILE";

  private ConfigFile() {}

  /// The environment with the file's values where it has none. An unreadable file, an unknown key
  /// or a value that is no scalar is a problem, as it would otherwise be lost in silence.
  static Parsed<Map<String, String>> merge(Map<String, String> env) {
    var name = env.getOrDefault(VARIABLE, "");
    if (name.isBlank()) {
      return new Parsed<>(env, List.of(), List.of());
    }
    try {
      var loaded =
          new Load(LoadSettings.builder().setLabel(name).build())
              .loadFromString(Files.readString(Path.of(name)));
      return loaded instanceof Map<?, ?> map ? merged(env, map) : unreadable(env, name);
    } catch (IOException | YamlEngineException e) {
      return unreadable(env, name);
    }
  }

  private static Parsed<Map<String, String>> unreadable(Map<String, String> env, String name) {
    var problem = new Problem(VARIABLE, name, "a readable YAML file with a map at its top");
    return new Parsed<>(env, List.of(problem), List.of());
  }

  private static Parsed<Map<String, String>> merged(Map<String, String> env, Map<?, ?> file) {
    var merged = new HashMap<String, String>();
    var problems = new ArrayList<Problem>();
    var known = SidecarConfig.variables();
    file.forEach(
        (key, value) -> {
          var field = "%s: %s".formatted(VARIABLE, key);
          if (!known.contains(String.valueOf(key))) {
            problems.add(
                new Problem(field, String.valueOf(value), "one of " + String.join(", ", known)));
          } else if (value instanceof Map || value instanceof Collection) {
            problems.add(new Problem(field, String.valueOf(value), "a single value"));
          } else if (value != null) {
            merged.put(String.valueOf(key), String.valueOf(value));
          }
        });
    env.forEach(
        (name, value) -> {
          // An empty variable is one that is not set.
          if (!value.isBlank()) {
            merged.put(name, value);
          }
        });
    return new Parsed<>(merged, problems, List.of());
  }
}
