package io.metricssidecar.charts.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Paths;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Rights of the two ServiceAccounts.
class RightsTest {
  private static final List<String> WRITE = List.of("list", "watch", "update");

  /// What both read of namespaces.
  private static final Map<String, Object> NAMESPACES =
      rule("", List.of("namespaces", "limitranges", "resourcequotas"), List.of("list", "watch"));

  @Test
  void webhookMayKeepItsSecretAndItsConfigurationAndNothingElse() {
    var rendered = Chart.rendered();

    assertThat(Component.WEBHOOK.rules(rendered, "Role"))
        .isEqualTo(
            List.of(
                Map.of(
                    "apiGroups", List.of(""),
                    "resources", List.of("secrets"),
                    "resourceNames", List.of(Names.CA_SECRET),
                    "verbs", WRITE),
                rule("", List.of("secrets"), List.of("create"))));
    assertThat(Component.WEBHOOK.rules(rendered, "ClusterRole"))
        .isEqualTo(
            List.of(
                Map.of(
                    "apiGroups", List.of("admissionregistration.k8s.io"),
                    "resources", List.of("mutatingwebhookconfigurations"),
                    "resourceNames", List.of(Names.WEBHOOK_CONFIGURATION),
                    "verbs", WRITE),
                NAMESPACES));
  }

  /// RBAC cannot restrict `create` by name, so a policy does: another Secret could be the token of
  /// another account, or be read by somebody as their own.
  @Test
  void webhookMayCreateNoSecretButItsOwn() {
    var rendered = Chart.rendered();
    var policy = "ValidatingAdmissionPolicy/metrics-sidecar-secret";

    assertThat(Yaml.at(rendered, policy, "spec", "failurePolicy")).isEqualTo("Fail");
    assertThat(Yaml.at(rendered, policy, "spec", "matchConditions", 0, "expression"))
        .isEqualTo(
            "request.userInfo.username == 'system:serviceaccount:%s:%s'"
                .formatted(
                    Names.NAMESPACE,
                    Yaml.at(Component.WEBHOOK.pod(rendered), "serviceAccountName")));
    assertThat(Yaml.at(rendered, policy, "spec", "validations", 0, "expression"))
        .isEqualTo(
            "object.metadata.name == '%s' && object.type == 'Opaque'".formatted(Names.CA_SECRET));
    assertThat(Yaml.at(rendered, "ValidatingAdmissionPolicyBinding/metrics-sidecar-secret", "spec"))
        .isEqualTo(
            Map.of("policyName", "metrics-sidecar-secret", "validationActions", List.of("Deny")));
  }

  /// What it gives to sidecars comes first; of pods and Leases sidecars have a part. That each of
  /// these is used is shown on a real cluster.
  @Test
  void controllerMayWhatItsReconcilersDo() {
    var rendered =
        Chart.rendered(
            "scaleTargets[0].group=argoproj.io",
            "scaleTargets[0].version=v1alpha1",
            "scaleTargets[0].resource=rollouts",
            "scaleTargets[0].kind=Rollout");

    assertThat(Component.CONTROLLER.rules(rendered, "ClusterRole"))
        .isEqualTo(
            List.of(
                rule("metrics.k8s.io", List.of("pods"), List.of("get", "list")),
                rule("discovery.k8s.io", List.of("endpointslices"), List.of("list")),
                rule(
                    "apps",
                    List.of(
                        "deployments",
                        "deployments/scale",
                        "statefulsets",
                        "statefulsets/scale",
                        "replicasets",
                        "replicasets/scale",
                        "daemonsets"),
                    List.of("get")),
                rule("argoproj.io", List.of("rollouts", "rollouts/scale"), List.of("get")),
                rule(
                    "apps",
                    List.of("deployments", "statefulsets", "replicasets", "daemonsets"),
                    List.of("list", "watch")),
                rule("", List.of("pods"), List.of("get", "list", "watch")),
                rule(
                    "coordination.k8s.io",
                    List.of("leases"),
                    List.of("get", "list", "watch", "create", "update", "delete")),
                rule(
                    "rbac.authorization.k8s.io",
                    List.of("roles", "rolebindings"),
                    List.of("get", "list", "watch", "create", "update", "delete")),
                NAMESPACES,
                rule("autoscaling", List.of("horizontalpodautoscalers"), List.of("list", "watch")),
                rule("", List.of("events"), List.of("create"))));
  }

  @Test
  void controllerMayEvictPodsOnlyOnRequest() {
    var eviction = rule("", List.of("pods/eviction"), List.of("create"));

    assertThat(Component.CONTROLLER.rules(Chart.rendered(), "ClusterRole"))
        .doesNotContain(eviction);
    assertThat(Component.CONTROLLER.rules(Chart.rendered("missedPods=evict"), "ClusterRole"))
        .contains(eviction);
  }

  /// The process that parses untrusted bytes may write nothing in other namespaces, and the one
  /// that may keeps no secrets.
  @ParameterizedTest
  @MethodSource("io.metricssidecar.charts.RenderedTest#valuesFiles")
  void theTwoShareNoRightButToReadWhatNamespacesAllow(Path values) {
    var rendered = Chart.objects(Chart.text(Chart.FOLDER, values));

    assertThat(resources(rendered, "ClusterRole/metrics-sidecar-webhook"))
        .containsExactlyInAnyOrder(
            "mutatingwebhookconfigurations", "namespaces", "limitranges", "resourcequotas");
    assertThat(resources(rendered, "Role/metrics-sidecar-webhook")).containsExactly("secrets");
    assertThat(resources(rendered, "ClusterRole/metrics-sidecar-controller"))
        .contains("leases", "roles", "rolebindings", "pods", "events")
        .doesNotContain("secrets", "mutatingwebhookconfigurations");
  }

  /// Each account has what its own roles give, and there is no other role or binding. What a
  /// binding refers to can never be changed.
  @ParameterizedTest
  @MethodSource("io.metricssidecar.charts.RenderedTest#valuesFiles")
  void eachAccountHasItsOwnRolesOnly(Path values) {
    var rendered = Chart.objects(Chart.text(Chart.FOLDER, values));
    var bound = new LinkedHashMap<String, Object>();
    rendered.forEach(
        (name, object) -> {
          if (name.contains("Binding/") && !name.startsWith("Validating")) {
            bound.put(name, List.of(Yaml.at(object, "roleRef"), Yaml.at(object, "subjects")));
          }
        });

    assertThat(bound)
        .isEqualTo(
            Map.of(
                "RoleBinding/metrics-sidecar-webhook", binding("Role", Component.WEBHOOK),
                "ClusterRoleBinding/metrics-sidecar-webhook",
                    binding("ClusterRole", Component.WEBHOOK),
                "ClusterRoleBinding/metrics-sidecar-controller",
                    binding("ClusterRole", Component.CONTROLLER)));
    assertThat(rendered.keySet().stream().filter(name -> name.matches("(Cluster)?Role/.*")))
        .containsExactlyInAnyOrder(
            "Role/metrics-sidecar-webhook",
            "ClusterRole/metrics-sidecar-webhook",
            "ClusterRole/metrics-sidecar-controller");
  }

  @ParameterizedTest
  @CsvSource({"WEBHOOK, ClusterRole", "WEBHOOK, Role", "CONTROLLER, ClusterRole"})
  void rightsNameWhatTheyGiveAndNeverEscalate(Component component, String kind) {
    var rules = component.rules(Chart.rendered(), kind);

    assertThat(rules).isNotEmpty();
    for (var rule : rules) {
      assertThat(Yaml.map(rule)).doesNotContainKey("nonResourceURLs");
      for (var part : List.of("apiGroups", "resources", "verbs")) {
        assertThat(Yaml.list(Yaml.at(rule, part)))
            .doesNotContain("*", "escalate", "bind", "impersonate", "deletecollection");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachRunsUnderItsOwnAccount(Component component) {
    var rendered = Chart.rendered();
    var pod = component.pod(rendered);

    assertThat(Yaml.at(pod, "serviceAccountName")).isEqualTo(component.objects());
    assertThat(Yaml.at(pod, "automountServiceAccountToken")).isEqualTo(false);
    assertThat(
            Yaml.at(component.object(rendered, "ServiceAccount"), "automountServiceAccountToken"))
        .isEqualTo(false);
  }

  /// The webhook's pods also run the sidecar's image, and a mesh may add containers to both.
  @ParameterizedTest
  @EnumSource
  void onlyTheProcesssOwnContainerHasTheToken(Component component) {
    var pod = component.pod(Chart.rendered());
    var token =
        Yaml.list(Yaml.at(pod, "volumes")).stream()
            .map(Yaml::map)
            .filter(volume -> volume.toString().contains("serviceAccountToken"))
            .findFirst()
            .orElseThrow();

    assertThat(token.get("projected"))
        .isEqualTo(
            Map.of(
                "defaultMode",
                0444,
                "sources",
                List.of(
                    Map.of(
                        "serviceAccountToken", Map.of("path", "token", "expirationSeconds", 3600)),
                    Map.of(
                        "configMap",
                        Map.of(
                            "name",
                            "kube-root-ca.crt",
                            "items",
                            List.of(Map.of("key", "ca.crt", "path", "ca.crt")))),
                    Map.of(
                        "downwardAPI",
                        Map.of(
                            "items",
                            List.of(
                                Map.of(
                                    "path",
                                    "namespace",
                                    "fieldRef",
                                    Map.of("fieldPath", "metadata.namespace"))))))));
    assertThat(component.containers(Chart.rendered()))
        .filteredOn(container -> container.toString().contains("name=" + token.get("name") + ","))
        .containsExactly(component.container(Chart.rendered()));
    assertThat(Yaml.list(Yaml.at(component.container(Chart.rendered()), "volumeMounts")))
        .contains(
            Map.of(
                "name", token.get("name"), "mountPath", Paths.SERVICE_ACCOUNT, "readOnly", true));
  }

  private static Map<String, Object> rule(
      String group, List<String> resources, List<String> verbs) {
    return Map.of("apiGroups", List.of(group), "resources", resources, "verbs", verbs);
  }

  private static Object binding(String role, Component component) {
    return List.of(
        Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", role, "name", component.objects()),
        List.of(
            Map.of(
                "kind",
                "ServiceAccount",
                "name",
                component.objects(),
                "namespace",
                Names.NAMESPACE)));
  }

  private static Set<String> resources(Map<String, Object> rendered, String role) {
    return Yaml.list(Yaml.at(rendered, role, "rules")).stream()
        .flatMap(rule -> Yaml.list(Yaml.at(rule, "resources")).stream())
        .map(Object::toString)
        .collect(Collectors.toSet());
  }
}
