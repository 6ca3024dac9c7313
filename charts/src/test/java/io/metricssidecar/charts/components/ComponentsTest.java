package io.metricssidecar.charts.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import io.metricssidecar.charts.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The two Deployments and what belongs to each.
class ComponentsTest {
  private static final String POLICY = "networkPolicy.enabled=true";

  @Test
  void bothRunTheSameImageInTheirOwnMode() {
    var rendered = Chart.rendered();

    assertThat(Component.CONTROLLER.environment(rendered)).containsEntry("MODE", "controller");
    assertThat(Component.WEBHOOK.environment(rendered)).containsEntry("MODE", "webhook");
    for (var part : List.of("image", "imagePullPolicy", "securityContext", "volumeMounts")) {
      assertThat(Yaml.at(Component.CONTROLLER.container(rendered), part))
          .as(part)
          .isEqualTo(Yaml.at(Component.WEBHOOK.container(rendered), part));
    }
  }

  /// A Deployment's selector can never be changed: with another one no upgrade would succeed.
  @ParameterizedTest
  @EnumSource
  void selectorsStayAsTheyAre(Component component) {
    var deployment = component.object(Chart.rendered(), "Deployment");

    assertThat(Yaml.at(deployment, "spec", "selector", "matchLabels"))
        .isEqualTo(component.selector());
    assertThat(Yaml.map(Yaml.at(deployment, "spec", "template", "metadata", "labels")))
        .containsAllEntriesOf(component.selector());
  }

  @ParameterizedTest
  @EnumSource
  void replicasAreSpreadOverZonesAndNodesUnlessTheValuesSayOtherwise(Component component) {
    var path = component.label() + ".topologySpreadConstraints[0].";
    var own =
        Chart.rendered(
            path + "maxSkew=2",
            path + "topologyKey=example.com/rack",
            path + "whenUnsatisfiable=DoNotSchedule");

    assertThat(Yaml.list(Yaml.at(component.pod(Chart.rendered()), "topologySpreadConstraints")))
        .extracting(constraint -> Yaml.at(constraint, "topologyKey"))
        .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    assertThat(Yaml.at(component.pod(own), "topologySpreadConstraints"))
        .isEqualTo(
            List.of(
                Map.of(
                    "maxSkew",
                    2,
                    "topologyKey",
                    "example.com/rack",
                    "whenUnsatisfiable",
                    "DoNotSchedule")));
  }

  @ParameterizedTest
  @EnumSource
  void oneReplicaAtATimeIsDisrupted(Component component) {
    assertThat(Yaml.at(component.object(Chart.rendered(), "PodDisruptionBudget"), "spec"))
        .isEqualTo(
            Map.of(
                "maxUnavailable",
                1,
                "unhealthyPodEvictionPolicy",
                "AlwaysAllow",
                "selector",
                Map.of("matchLabels", component.selector())));
  }

  @Test
  void webhookListensToTheApiServerAndForHealth() {
    var rendered = Chart.rendered(POLICY);

    assertThat(Yaml.at(Component.WEBHOOK.container(rendered), "ports"))
        .isEqualTo(List.of(port("https", 8443), port("health", 8080)));
    assertThat(Yaml.at(Component.WEBHOOK.object(rendered, "NetworkPolicy"), "spec"))
        .isEqualTo(traffic(Component.WEBHOOK, "https", "health"));
  }

  @Test
  void peersAloneReachTheTlsPortAndEveryoneTheHealthPort() {
    var rendered =
        Chart.rendered(
            POLICY,
            "networkPolicy.ingressFrom[0].ipBlock.cidr=192.0.2.0/28",
            "networkPolicy.ingressFrom[1].podSelector.matchLabels.component=kube-apiserver");

    assertThat(Yaml.at(Component.WEBHOOK.object(rendered, "NetworkPolicy"), "spec", "ingress"))
        .isEqualTo(
            List.of(
                Map.of(
                    "ports",
                    List.of(Map.of("port", "https")),
                    "from",
                    List.of(
                        Map.of("ipBlock", Map.of("cidr", "192.0.2.0/28")),
                        Map.of(
                            "podSelector",
                            Map.of("matchLabels", Map.of("component", "kube-apiserver"))))),
                Map.of("ports", List.of(Map.of("port", "health")))));
    assertThat(Yaml.at(Component.CONTROLLER.object(rendered, "NetworkPolicy"), "spec"))
        .isEqualTo(traffic(Component.CONTROLLER, "health"));
  }

  /// Without a policy, and on the node's network, anyone would still reach it.
  @Test
  void peersAreRefusedWhereTheyWouldNotBeTheOnlyOnes() {
    var peer = "networkPolicy.ingressFrom[0].ipBlock.cidr=192.0.2.0/28";

    assertThatThrownBy(() -> Chart.rendered(peer))
        .hasMessageContaining(
            "networkPolicy.ingressFrom is set: expected networkPolicy.enabled true");
    assertThatThrownBy(
            () ->
                Chart.rendered(
                    peer, POLICY, "webhook.hostNetwork=true", "controller.healthPort=8081"))
        .hasMessageContaining(
            "networkPolicy.ingressFrom is set: expected webhook.hostNetwork false");
  }

  @Test
  void controllerListensForHealthAlone() {
    var rendered = Chart.rendered(POLICY, "controller.healthPort=9090");

    assertThat(Yaml.at(Component.CONTROLLER.container(rendered), "ports"))
        .isEqualTo(List.of(port("health", 9090)));
    assertThat(Component.CONTROLLER.environment(rendered)).containsEntry("HEALTH_PORT", "9090");
    assertThat(Yaml.at(Component.CONTROLLER.object(rendered, "NetworkPolicy"), "spec"))
        .isEqualTo(traffic(Component.CONTROLLER, "health"));
    assertThat(rendered.keySet().stream().filter(name -> name.startsWith("Service/")))
        .containsExactly("Service/metrics-sidecar-webhook");
  }

  @Test
  void bothAreProbedInTheSameWay() {
    var rendered = Chart.rendered();

    for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(Yaml.at(Component.CONTROLLER.container(rendered), probe))
          .as(probe)
          .isEqualTo(Yaml.at(Component.WEBHOOK.container(rendered), probe));
    }
  }

  /// The key of the authority is the webhook's business alone.
  @ParameterizedTest
  @MethodSource("io.metricssidecar.charts.RenderedTest#valuesFiles")
  void controllerSeesNoSecret(Path values) {
    var rendered = Chart.objects(Chart.text(Chart.FOLDER, values));
    var secret = Yaml.at(Component.WEBHOOK.environment(rendered), "CA_SECRET").toString();

    assertThat(Yaml.list(Yaml.at(Component.CONTROLLER.pod(rendered), "volumes")))
        .extracting(volume -> Yaml.at(volume, "name"))
        .containsExactly("tmp", "api-token");
    assertThat(controllersObjects(rendered))
        .isNotEmpty()
        .noneMatch(text -> text.contains(secret))
        .noneMatch(text -> text.contains("secretKeyRef") || text.contains("envFrom"));
  }

  /// The webhook's pods run the sidecar's image before they are ready.
  @Test
  void eachPullsTheImagesThatItRuns() {
    var rendered =
        Chart.rendered(
            "imagePullSecrets[0]=ours",
            "imagePullSecrets[1]=both",
            "sidecar.imagePullSecrets[0]=both",
            "sidecar.imagePullSecrets[1]=sidecars");

    assertThat(Yaml.at(Component.WEBHOOK.pod(rendered), "imagePullSecrets"))
        .isEqualTo(
            List.of(Map.of("name", "ours"), Map.of("name", "both"), Map.of("name", "sidecars")));
    assertThat(Yaml.at(Component.CONTROLLER.pod(rendered), "imagePullSecrets"))
        .isEqualTo(List.of(Map.of("name", "ours"), Map.of("name", "both")));
    assertThat(
            Yaml.at(
                Component.WEBHOOK.pod(Chart.rendered("sidecar.imagePullSecrets[0]=sidecars")),
                "imagePullSecrets"))
        .isEqualTo(List.of(Map.of("name", "sidecars")));
  }

  private static Stream<String> controllersObjects(Map<String, Object> rendered) {
    return rendered.values().stream()
        .filter(
            object ->
                Yaml.at(object, "metadata", "labels", "app.kubernetes.io/component")
                    .equals("controller"))
        .map(Object::toString);
  }

  private static Map<String, Object> port(String name, int number) {
    return Map.of("name", name, "containerPort", number);
  }

  private static Map<String, Object> traffic(Component component, String... ports) {
    return Map.of(
        "podSelector",
        Map.of("matchLabels", component.selector()),
        "policyTypes",
        List.of("Ingress", "Egress"),
        "ingress",
        List.of(Map.of("ports", Stream.of(ports).map(port -> Map.of("port", port)).toList())),
        "egress",
        List.of(
            Map.of("ports", List.of(Map.of("port", 443), Map.of("port", 6443))),
            Map.of(
                "ports",
                List.of(
                    Map.of("port", 53, "protocol", "UDP"),
                    Map.of("port", 53, "protocol", "TCP")))));
  }
}
