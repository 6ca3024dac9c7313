package io.metricssidecar.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole renderings, one for each file in `metrics-sidecar/ci`; `-Dgolden.update=true` rewrites
/// them.
class RenderedTest {
  private static final Path GOLDEN = Path.of("src/test/resources/rendered");
  private static final String GATE = ".Capabilities.APIVersions.Has \"monitoring.coreos.com/v1\"";

  static List<Path> valuesFiles() throws IOException {
    try (Stream<Path> files = Files.list(Chart.FOLDER.resolve("ci"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void rendersAsItDid(Path values) throws IOException {
    var golden = GOLDEN.resolve(values.getFileName().toString().replace("-values.yaml", ".yaml"));

    var text = Chart.text(Chart.FOLDER, values);

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, text);
    }
    assertThat(Chart.objects(text)).isEqualTo(Chart.objects(Yaml.text(golden)));
  }

  @Test
  void podMonitorsNeedTheirApi() {
    var rendered = Chart.rendered("podMonitor.enabled=true");

    assertThat(rendered.keySet()).noneMatch(name -> name.startsWith("PodMonitor/"));
  }

  /// Helm's library cannot be told of further APIs, so a copy of the chart asks for one that always
  /// exists.
  @Test
  void podMonitorsAreRenderedWhereTheirApiExists(@TempDir Path folder) throws IOException {
    copy(Chart.FOLDER, folder);
    var template = folder.resolve("templates/podmonitor.yaml");
    Files.writeString(
        template, Yaml.text(template).replace(GATE, ".Capabilities.APIVersions.Has \"v1\""));

    var rendered = Chart.objects(Chart.text(folder, Chart.FOLDER.resolve("ci/full-values.yaml")));

    assertThat(
            Yaml.at(
                rendered, "PodMonitor/metrics-sidecar", "spec", "podMetricsEndpoints", 0, "port"))
        .isEqualTo(io.metricssidecar.contract.Ports.SIDECAR_NAME);
    for (var component : Component.values()) {
      var monitor = component.object(rendered, "PodMonitor");
      assertThat(Yaml.at(monitor, "metadata", "labels", "release")).isEqualTo("monitoring");
      assertThat(Yaml.at(monitor, "spec", "selector", "matchLabels"))
          .isEqualTo(component.selector());
      assertThat(Yaml.at(monitor, "spec", "podMetricsEndpoints", 0, "port")).isEqualTo("health");
    }
  }

  @Test
  void refusesKubernetesWithoutMatchConditions() {
    var command = Chart.command(Chart.FOLDER).withKubeVersion("1.29.9");

    assertThatThrownBy(command::call).hasMessageContaining("requires kubeVersion: >=1.30.0-0");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        var target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }
}
