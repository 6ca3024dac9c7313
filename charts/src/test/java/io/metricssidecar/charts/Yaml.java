package io.metricssidecar.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// YAML as plain maps, lists and scalars, and ways into them that fail with the path in the
/// message.
public final class Yaml {
  /// All documents of a text that are not empty.
  public static List<Map<String, Object>> documents(String text) {
    var documents = new ArrayList<Map<String, Object>>();
    for (var document : parser().loadAll(text)) {
      if (document != null) {
        documents.add(map(document));
      }
    }
    return documents;
  }

  /// The one document of a file.
  public static Map<String, Object> file(Path path) {
    return map(parser().load(text(path)));
  }

  /// A file's text.
  public static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text of a document, in blocks.
  public static String text(Map<String, Object> document) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new org.yaml.snakeyaml.Yaml(options).dump(document);
  }

  /// The value at a path of keys and list indices: `at(pod, "spec", "containers", 0)`.
  public static Object at(Object node, Object... path) {
    var here = node;
    for (var step : path) {
      Object next =
          step instanceof Integer index ? list(here).get(index) : map(here).get(step.toString());
      if (next == null) {
        throw new AssertionError("no %s in %s".formatted(step, here));
      }
      here = next;
    }
    return here;
  }

  /// A node that is a map.
  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  /// A node that is a list.
  @SuppressWarnings("unchecked")
  public static List<Object> list(Object node) {
    return (List<Object>) node;
  }

  private static org.yaml.snakeyaml.Yaml parser() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new org.yaml.snakeyaml.Yaml(new SafeConstructor(options));
  }

  private Yaml() {}
}
