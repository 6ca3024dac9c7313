package io.metricssidecar.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.Ports;
import io.metricssidecar.contract.process.ProcessSetting;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {
  private static final String DEPLOYMENT = "Deployment/metrics-sidecar-webhook";
  private static final String POLICY = "ValidatingAdmissionPolicy/metrics-sidecar-budget";
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
    var pod = Yaml.at(Chart.rendered(), DEPLOYMENT, "spec", "template", "spec");
    var version = System.getProperty("project.version");

    assertThat(Yaml.at(pod, "initContainers", 0, "image")).isEqualTo("metrics-sidecar:" + version);
    assertThat(Yaml.at(pod, "containers", 0, "image"))
        .isEqualTo("metrics-sidecar-controller:" + version);
  }

  @Test
  void namesAreThoseOfTheContract() {
    var rendered = Chart.rendered();

    assertThat(rendered).containsKeys(CONFIGURATION, "Secret/" + Names.CA_SECRET);
    assertThat(entries(rendered, "name")).containsExactly(Names.WEBHOOK, Names.NAMESPACE_WEBHOOK);
    assertThat(entries(rendered, "clientConfig", "service", "path"))
        .containsExactly(Paths.MUTATE, Paths.MUTATE_NAMESPACE);
    assertThat(environment(rendered))
        .containsEntry("CA_SECRET", Names.CA_SECRET)
        .containsEntry("WEBHOOK_CONFIGURATION", Names.WEBHOOK_CONFIGURATION)
        .containsEntry("WEBHOOK_PORT", Integer.toString(Ports.WEBHOOK))
        .containsEntry("HEALTH_PORT", Integer.toString(Ports.CONTROLLER_HEALTH));
    assertThat(Yaml.text(Chart.FOLDER.resolve("templates/podmonitor.yaml")))
        .contains(Labels.INJECTED + ": \"" + Labels.TRUE + "\"");
  }

  /// A file's certificate and the time of draining are for people who run it by hand, other waits
  /// of a rotation for tests.
  @Test
  void environmentIsWhatTheWebhookReads() {
    var byHand =
        EnumSet.of(
            WebhookSetting.TLS_CERT,
            WebhookSetting.TLS_KEY,
            WebhookSetting.SHUTDOWN_DRAIN,
            WebhookSetting.ROTATION_WAIT,
            WebhookSetting.ROTATION_OVERLAP,
            WebhookSetting.ROTATION_FLOOR);
    var read =
        WebhookSetting.all().stream()
            .filter(setting -> !byHand.contains(setting))
            .map(ProcessSetting::env);

    assertThat(environment(Chart.rendered()).keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("MODE", "SCALE_TARGETS"), read).toList());
  }

  static Stream<ProcessSetting> renderedWithTheirDefaults() {
    return WebhookSetting.all().stream()
        .filter(
            setting ->
                setting
                    .env()
                    .matches(
                        "SIDECAR_.*|CERTIFICATES|CA_SECRET|WEBHOOK_CONFIGURATION|NATIVE_SIDECAR"
                            + "|STRICT|ALLOW_IMAGE_ANNOTATION|MESH_ANNOTATIONS|.*_PORT"
                            + "|LOG_LEVEL"));
  }

  @ParameterizedTest
  @MethodSource("renderedWithTheirDefaults")
  void defaultsAreThoseOfTheWebhook(ProcessSetting setting) {
    assertThat(environment(Chart.rendered())).containsEntry(setting.env(), setting.defaultText());
  }

  @Test
  void conditionsNameTheAnnotation() {
    assertThat(entries(Chart.rendered(), "matchConditions", 0, "expression"))
        .hasSize(2)
        .allMatch(expression -> expression.toString().contains("'" + Annotations.ENABLED + "'"));
  }

  @Test
  void namespacesOptInByLabel() {
    assertThat(
            Yaml.at(
                Chart.rendered(), CONFIGURATION, "webhooks", 1, "namespaceSelector", "matchLabels"))
        .isEqualTo(Map.of(Labels.INJECTION, Labels.ENABLED));
  }

  @Test
  void notesSayHowToAskForTheSidecar() {
    assertThat(Yaml.text(Chart.FOLDER.resolve("templates/NOTES.txt")))
        .contains(
            "-p '{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"true\"}}}}}'"
                .formatted(Annotations.ENABLED),
            "-l " + Labels.INJECTED + "=" + Labels.TRUE);
  }

  /// Otherwise `helm upgrade` would take them away from the webhook, which wrote them.
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
  void deniedNamespacesAreKeptFromTheWebhookAndKnownToIt() {
    var rendered = Chart.rendered("deniedNamespaces[0]=payments");

    assertThat(entries(rendered, "namespaceSelector", "matchExpressions", 0, "values"))
        .hasSize(2)
        .containsOnly(List.of("kube-system", "kube-node-lease", "metrics-sidecar", "payments"));
    assertThat(environment(rendered))
        .containsEntry("DENIED_NAMESPACES", "kube-system,kube-node-lease,metrics-sidecar,payments");
  }

  @Test
  void scaleTargetsReachRightsAndWebhook() {
    var rendered =
        Chart.rendered(
            "scaleTargets[0].group=argoproj.io",
            "scaleTargets[0].resource=rollouts",
            "scaleTargets[0].kind=Rollout");

    assertThat(environment(rendered))
        .containsEntry("SCALE_TARGETS", "argoproj.io/rollouts/Rollout");
    assertThat(Yaml.list(Yaml.at(rendered, "ClusterRole/metrics-sidecar-webhook", "rules")))
        .contains(
            Map.of(
                "apiGroups", List.of("argoproj.io"),
                "resources", List.of("rollouts", "rollouts/scale"),
                "verbs", List.of("get")));
  }

  @ParameterizedTest
  @CsvSource({"ClusterRole", "Role"})
  void rightsNameWhatTheyGiveAndNeverEscalate(String kind) {
    var rules = Yaml.list(Yaml.at(Chart.rendered(), kind + "/metrics-sidecar-webhook", "rules"));

    assertThat(rules).isNotEmpty();
    for (var rule : rules) {
      for (var field : List.of("apiGroups", "resources", "verbs")) {
        assertThat(Yaml.list(Yaml.at(rule, field)))
            .doesNotContain("*", "escalate", "bind", "impersonate", "deletecollection");
      }
    }
  }

  @Test
  void secretsAreReadByNameInTheReleasesNamespaceOnly() {
    var rendered = Chart.rendered();

    assertThat(Yaml.at(rendered, "Role/metrics-sidecar-webhook", "rules"))
        .isEqualTo(
            List.of(
                Map.of(
                    "apiGroups", List.of(""),
                    "resources", List.of("secrets"),
                    "resourceNames", List.of(Names.CA_SECRET),
                    "verbs", List.of("get", "list", "watch", "update", "patch"))));
    assertThat(Yaml.at(rendered, "ClusterRole/metrics-sidecar-webhook", "rules").toString())
        .doesNotContain("secrets");
  }

  /// A slot must never be given because the API server could not judge.
  @Test
  void budgetPolicyRefusesWhatItCannotJudge() {
    var rendered = Chart.rendered();

    assertThat(Yaml.at(rendered, POLICY, "spec", "failurePolicy")).isEqualTo("Fail");
    assertThat(Yaml.at(rendered, "ValidatingAdmissionPolicyBinding/metrics-sidecar-budget", "spec"))
        .isEqualTo(
            Map.of("policyName", "metrics-sidecar-budget", "validationActions", List.of("Deny")));
  }

  @Test
  void budgetPolicyNamesWhatTheContractDoes() {
    var spec = Yaml.at(Chart.rendered(), POLICY, "spec");

    assertThat(Yaml.at(spec, "variables").toString())
        .contains(
            "'" + Annotations.HOLDER_PREFIX + "'",
            "'" + Annotations.SLOTS + "'",
            "'%s'].orValue('') == '%s'"
                .formatted(Annotations.LEASE_FORMAT, Annotations.LEASE_FORMAT_1));
    assertThat(Yaml.at(spec, "validations").toString())
        .contains("'" + Annotations.HOLDER_PREFIX + "'");
  }

  @Test
  void budgetPolicyKnowsTheController() {
    var rendered = Chart.rendered();
    var account = Yaml.at(rendered, DEPLOYMENT, "spec", "template", "spec", "serviceAccountName");

    assertThat(Yaml.at(rendered, POLICY, "spec", "matchConditions", 0, "expression").toString())
        .endsWith("!= 'system:serviceaccount:%s:%s'".formatted(Names.NAMESPACE, account));
  }

  /// What stands at a path of each entry of the webhook configuration.
  private static List<Object> entries(Map<String, Object> rendered, Object... path) {
    return Yaml.list(Yaml.at(rendered, CONFIGURATION, "webhooks")).stream()
        .map(entry -> Yaml.at(entry, path))
        .toList();
  }

  static Map<String, Object> environment(Map<String, Object> rendered) {
    var container =
        Yaml.at(rendered, DEPLOYMENT, "spec", "template", "spec", "containers", 0, "env");
    return Yaml.list(container).stream()
        .map(Yaml::map)
        .collect(
            Collectors.toMap(
                variable -> Yaml.at(variable, "name").toString(),
                variable ->
                    variable.containsKey("value")
                        ? Yaml.at(variable, "value")
                        : Yaml.at(variable, "valueFrom")));
  }
}
