package io.metricssidecar.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.Ports;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChartTest {
  private static final String CONFIGURATION =
      "MutatingWebhookConfiguration/" + Names.WEBHOOK_CONFIGURATION;

  @Test
  void lintFindsNothing() {
    var result = new Helm(Chart.FOLDER.toAbsolutePath()).lint().strict().quiet().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void versionIsThatOfTheProject() {
    var chart = Yaml.file(Chart.FOLDER.resolve("Chart.yaml"));

    assertThat(List.of(chart.get("version"), chart.get("appVersion")))
        .containsOnly(System.getProperty("project.version"));
  }

  @Test
  void imagesAreThoseOfTheVersion() {
    var pod = Component.WEBHOOK.pod(Chart.rendered());
    var version = System.getProperty("project.version");

    assertThat(Yaml.at(pod, "initContainers", 0, "image")).isEqualTo("metrics-sidecar:" + version);
    assertThat(Yaml.at(pod, "containers", 0, "image"))
        .isEqualTo("metrics-sidecar-controller:" + version);
  }

  @Test
  void namesAreThoseOfTheContract() {
    var rendered = Chart.rendered();

    assertThat(rendered)
        .containsKeys(
            CONFIGURATION, "Secret/" + Names.CA_SECRET, "Service/" + Names.WEBHOOK_SERVICE);
    assertThat(entries(rendered, "name")).containsExactly(Names.WEBHOOK, Names.NAMESPACE_WEBHOOK);
    assertThat(entries(rendered, "clientConfig", "service", "path"))
        .containsExactly(Paths.MUTATE, Paths.MUTATE_NAMESPACE);
    assertThat(Component.WEBHOOK.environment(rendered))
        .containsEntry("SERVICE_NAME", Names.WEBHOOK_SERVICE)
        .containsEntry("CA_SECRET", Names.CA_SECRET)
        .containsEntry("WEBHOOK_CONFIGURATION", Names.WEBHOOK_CONFIGURATION)
        .containsEntry("WEBHOOK_PORT", Integer.toString(Ports.WEBHOOK))
        .containsEntry("HEALTH_PORT", Integer.toString(Ports.CONTROLLER_HEALTH));
    assertThat(Component.CONTROLLER.environment(rendered))
        .containsEntry("HEALTH_PORT", Integer.toString(Ports.CONTROLLER_HEALTH));
    assertThat(Yaml.text(Chart.FOLDER.resolve("templates/podmonitor.yaml")))
        .contains(Labels.INJECTED + ": \"" + Labels.TRUE + "\"");
  }

  @Test
  void conditionsNameTheAnnotation() {
    assertThat(entries(Chart.rendered(), "matchConditions", 0, "expression"))
        .hasSize(2)
        .allMatch(expression -> expression.toString().contains("'" + Annotations.ENABLED + "'"));
  }

  /// A review changes nothing anywhere, so the API server sends dry runs too.
  @Test
  void reviewsHaveNoSideEffects() {
    assertThat(entries(Chart.rendered(), "sideEffects")).containsExactly("None", "None");
  }

  @Test
  void namespacesOptInByLabel() {
    assertThat(
            Yaml.at(
                Chart.rendered(), CONFIGURATION, "webhooks", 1, "namespaceSelector", "matchLabels"))
        .isEqualTo(Map.of(Labels.INJECTION, Labels.ENABLED));
  }

  @ParameterizedTest
  @EnumSource
  void notesSayHowToWaitForBothProcesses(Component component) {
    assertThat(Yaml.text(Chart.FOLDER.resolve("templates/NOTES.txt")))
        .contains("rollout status deployment/" + component.objects());
  }

  @Test
  void notesSayHowToAskForTheSidecar() {
    assertThat(Yaml.text(Chart.FOLDER.resolve("templates/NOTES.txt")))
        .contains(
            "-p '{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"true\"}}}}}'"
                .formatted(Annotations.ENABLED),
            "-l " + Labels.INJECTED + "=" + Labels.TRUE);
  }

  /// Otherwise `helm upgrade` would overwrite what the webhook wrote.
  @Test
  void neitherAuthorityNorBundleIsEverRendered() {
    var rendered = Chart.rendered();

    assertThat(Yaml.map(Yaml.at(rendered, "Secret/" + Names.CA_SECRET)))
        .containsOnlyKeys("apiVersion", "kind", "metadata", "type");
    assertThat(entries(rendered, "clientConfig"))
        .allSatisfy(client -> assertThat(Yaml.map(client)).containsOnlyKeys("service"));
  }

  @ParameterizedTest
  @CsvSource({
    "strict=false, Ignore",
    "strict=true, Fail",
    "failurePolicy=Fail, Fail",
    "failurePolicy=Ignore, Ignore"
  })
  void failurePolicyFollowsStrict(String setting, String policy) {
    assertThat(entries(Chart.rendered(setting), "failurePolicy")).containsExactly(policy, policy);
  }

  @Test
  void deniedNamespacesAreKeptFromTheWebhookAndKnownToBoth() {
    var rendered = Chart.rendered("deniedNamespaces[0]=payments");

    assertThat(entries(rendered, "namespaceSelector", "matchExpressions", 0, "values"))
        .hasSize(2)
        .containsOnly(List.of("kube-system", "kube-node-lease", "metrics-sidecar", "payments"));
    for (var component : Component.values()) {
      assertThat(component.environment(rendered))
          .containsEntry(
              "DENIED_NAMESPACES", "kube-system,kube-node-lease,metrics-sidecar,payments");
    }
  }

  @Test
  void architecturesOfTheSidecarsImageReachBoth() {
    var rendered =
        Chart.rendered("sidecar.architectures[0]=amd64", "sidecar.architectures[1]=arm64");

    for (var component : Component.values()) {
      assertThat(component.environment(rendered))
          .containsEntry("SIDECAR_ARCHITECTURES", "amd64,arm64");
    }
  }

  @Test
  void scaleTargetsReachBothProcessesAndTheRightsOfTheController() {
    var rendered =
        Chart.rendered(
            "scaleTargets[0].group=argoproj.io",
            "scaleTargets[0].version=v1alpha1",
            "scaleTargets[0].resource=rollouts",
            "scaleTargets[0].kind=Rollout");

    for (var component : Component.values()) {
      assertThat(component.environment(rendered))
          .containsEntry("SCALE_TARGETS", "argoproj.io/v1alpha1/rollouts/Rollout");
    }
    assertThat(Component.CONTROLLER.rules(rendered, "ClusterRole"))
        .contains(
            Map.of(
                "apiGroups", List.of("argoproj.io"),
                "resources", List.of("rollouts", "rollouts/scale"),
                "verbs", List.of("get")));
  }

  /// The value at a path of each entry of the webhook configuration.
  private static List<Object> entries(Map<String, Object> rendered, Object... path) {
    return Yaml.list(Yaml.at(rendered, CONFIGURATION, "webhooks")).stream()
        .map(entry -> Yaml.at(entry, path))
        .toList();
  }
}
