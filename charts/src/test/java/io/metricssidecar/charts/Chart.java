package io.metricssidecar.charts;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// The chart, rendered by Helm.
public final class Chart {
  /// The folder of the chart, from that of this module.
  public static final Path FOLDER = Path.of("metrics-sidecar");

  /// The oldest Kubernetes that the chart is for.
  private static final String KUBERNETES = "1.30.0";

  /// The objects that are rendered with settings such as `strict=true`, by `Kind/name`.
  public static Map<String, Object> rendered(String... settings) {
    var command = command(FOLDER);
    Arrays.stream(settings)
        .map(setting -> setting.split("=", 2))
        .forEach(pair -> command.set(pair[0], pair[1]));
    return objects(command.call());
  }

  /// The text that is rendered with a values file.
  public static String text(Path folder, Path values) {
    return command(folder).withValuesFile(values.toAbsolutePath()).call();
  }

  /// The objects of a rendered text, by `Kind/name`.
  public static Map<String, Object> objects(String text) {
    var objects = new TreeMap<String, Object>();
    for (var object : Yaml.documents(text)) {
      var name = object.get("kind") + "/" + Yaml.at(object, "metadata", "name");
      if (objects.put(name, object) != null) {
        throw new AssertionError("rendered twice: " + name);
      }
    }
    return objects;
  }

  /// A rendering as a user of the release would do it.
  public static TemplateCommand command(Path folder) {
    return new Helm(folder.toAbsolutePath())
        .template()
        .withName("metrics-sidecar")
        .withNamespace("metrics-sidecar")
        .withKubeVersion(KUBERNETES);
  }

  private Chart() {}
}
