package io.metricssidecar.charts.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.Ports;
import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.Workload;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The manifests in `deploy/manual` are what the sidecar reads.
class ManualTest {
  private static final Path FOLDER = Path.of("../deploy/manual");

  /// Values that Kubernetes substitutes for references, in this test.
  private static final Map<String, String> REFERRED =
      Map.of(
          "metadata.namespace", "shop",
          "metadata.name", "web-1",
          "metadata.uid", "u-1",
          "spec.nodeName", "node1",
          "limits.cpu", "200",
          "limits.memory", "134217728");

  private final Map<String, Object> objects =
      Chart.objects(Yaml.text(FOLDER.resolve("deployment.yaml")));
  private final Object pod = Yaml.at(objects, "Deployment/web", "spec", "template", "spec");
  private final Object sidecar = Yaml.at(pod, "containers", 1);

  @Test
  void environmentIsWhatTheSidecarReads() {
    var reading = SidecarConfig.fromEnv(environment());

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.value().settings().shedding().mode()).isEqualTo(ShedMode.LOCAL);
    assertThat(reading.value().pod()).isEqualTo(new PodIdentity("shop", "web-1", "u-1", "node1"));
    assertThat(reading.value().workload()).isEqualTo(new Workload("Deployment", "web"));
    assertThat(reading.value().container()).isEqualTo(Yaml.at(pod, "containers", 0, "name"));
    assertThat(reading.value().limits()).isEqualTo(new Limits(200L, 134_217_728L));
  }

  @Test
  void nameImagePortAndTokenAreThoseOfTheContract() {
    assertThat(Yaml.at(sidecar, "name")).isEqualTo(Names.CONTAINER);
    assertThat(Yaml.at(sidecar, "image"))
        .isEqualTo("metrics-sidecar:" + System.getProperty("project.version"));
    assertThat(Yaml.at(sidecar, "ports"))
        .isEqualTo(List.of(Map.of("name", Ports.SIDECAR_NAME, "containerPort", Ports.SIDECAR)));
    assertThat(Yaml.at(sidecar, "readinessProbe", "httpGet"))
        .isEqualTo(Map.of("path", Paths.HEALTHZ, "port", Ports.SIDECAR_NAME));
    assertThat(Yaml.at(sidecar, "livenessProbe"))
        .isEqualTo(
            Map.of(
                "httpGet", Map.of("path", Paths.LIVEZ, "port", Ports.SIDECAR_NAME),
                "periodSeconds", 30,
                "timeoutSeconds", 10,
                "failureThreshold", 10));
    assertThat(Yaml.at(sidecar, "volumeMounts"))
        .isEqualTo(
            List.of(
                Map.of(
                    "name",
                    Names.TOKEN_VOLUME,
                    "mountPath",
                    Paths.SERVICE_ACCOUNT,
                    "readOnly",
                    true)));
  }

  @Test
  void resourcesAreThoseOfTheChart() {
    assertThat(Yaml.at(sidecar, "resources"))
        .isEqualTo(Yaml.at(Yaml.file(Chart.FOLDER.resolve("values.yaml")), "sidecar", "resources"));
  }

  @Test
  void rightsAreThoseOfItsOneDeployment() {
    var role =
        Yaml.at(
            Chart.objects(Yaml.text(FOLDER.resolve("rbac-namespace.yaml"))),
            "Role/metrics-sidecar-web",
            "rules");

    assertThat(role)
        .isEqualTo(
            List.of(
                rule("metrics.k8s.io", "pods"),
                rule("", "pods"),
                Map.of(
                    "apiGroups", List.of("apps"),
                    "resources", List.of("deployments"),
                    "resourceNames", List.of("web"),
                    "verbs", List.of("get"))));
  }

  private static Map<String, Object> rule(String group, String resource) {
    return Map.of(
        "apiGroups", List.of(group), "resources", List.of(resource), "verbs", List.of("get"));
  }

  private Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    for (var variable : Yaml.list(Yaml.at(sidecar, "env"))) {
      environment.put(Yaml.at(variable, "name").toString(), value(Yaml.map(variable)));
    }
    return environment;
  }

  private static String value(Map<String, Object> variable) {
    var literal = variable.get("value");
    if (literal != null) {
      return literal.toString();
    }
    var source = Yaml.map(Yaml.at(variable, "valueFrom"));
    var referred =
        source.containsKey("fieldRef")
            ? Yaml.at(source, "fieldRef", "fieldPath")
            : Yaml.at(source, "resourceFieldRef", "resource");
    return REFERRED.getOrDefault(referred.toString(), "");
  }
}
