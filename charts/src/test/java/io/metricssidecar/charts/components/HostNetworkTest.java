package io.metricssidecar.charts.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import io.metricssidecar.charts.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Control planes that reach nodes but no pods.
class HostNetworkTest {
  @Test
  void portsAreTheNodesAndServiceProbesAndWebhookFollow() {
    var rendered =
        Chart.rendered(
            "webhook.hostNetwork=true", "webhook.port=10250", "webhook.healthPort=10251");
    var pod = Component.WEBHOOK.pod(rendered);

    assertThat(Yaml.at(pod, "hostNetwork")).isEqualTo(true);
    assertThat(Yaml.at(pod, "dnsPolicy")).isEqualTo("ClusterFirstWithHostNet");
    assertThat(Yaml.at(pod, "containers", 0, "ports"))
        .isEqualTo(
            List.of(
                Map.of("name", "https", "containerPort", 10250),
                Map.of("name", "health", "containerPort", 10251)));
    assertThat(Component.WEBHOOK.environment(rendered))
        .containsEntry("WEBHOOK_PORT", "10250")
        .containsEntry("HEALTH_PORT", "10251");
    assertThat(Yaml.at(pod, "containers", 0, "readinessProbe", "httpGet", "port"))
        .isEqualTo("health");
    assertThat(
            Yaml.list(Yaml.at(rendered, "Service/metrics-sidecar-webhook", "spec", "ports"))
                .stream()
                .map(port -> Yaml.at(port, "targetPort")))
        .containsExactly("https", "health");
  }

  /// On a node with both ports taken the new pod of a rollout would wait for ever.
  @Test
  void anOldPodMakesRoomBeforeTheNewOneComes() {
    var rendered = Chart.rendered("webhook.hostNetwork=true");

    assertThat(rollingUpdate(Component.WEBHOOK, rendered))
        .isEqualTo(Map.of("maxUnavailable", 1, "maxSurge", 0));
    assertThat(rollingUpdate(Component.CONTROLLER, rendered))
        .isEqualTo(Map.of("maxUnavailable", 0, "maxSurge", 1));
  }

  /// It opens connections and is called by nobody.
  @Test
  void controllerStaysOnThePodNetwork() {
    var rendered = Chart.rendered("webhook.hostNetwork=true");

    assertThat(Yaml.map(Component.CONTROLLER.pod(rendered)))
        .doesNotContainKeys("hostNetwork", "dnsPolicy");
  }

  @Test
  void theTwoPortsDiffer() {
    assertThatThrownBy(() -> Chart.rendered("webhook.port=9000", "webhook.healthPort=9000"))
        .hasMessageContaining(
            "webhook.port is 9000: expected another port than webhook.healthPort");
  }

  private static Object rollingUpdate(Component component, Map<String, Object> rendered) {
    return Yaml.at(component.object(rendered, "Deployment"), "spec", "strategy", "rollingUpdate");
  }
}
