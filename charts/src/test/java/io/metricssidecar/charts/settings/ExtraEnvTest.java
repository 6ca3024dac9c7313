package io.metricssidecar.charts.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What an administrator adds to the variables of a process: options of its JVM, and variables of
/// its own.
class ExtraEnvTest {
  private static final String HEAP = "-XX:MaxRAMPercentage=60 -XX:+PrintCommandLineFlags";

  /// The launcher in the image reads it (manual page of `java`, "Using the JDK_JAVA_OPTIONS
  /// Launcher Environment Variable").
  @ParameterizedTest
  @EnumSource
  void optionsReachTheJvmOfTheirProcessAlone(Component component) {
    var rendered = Chart.rendered(component.label() + ".javaOptions=" + HEAP);

    for (var process : Component.values()) {
      assertThat(process.environment(rendered).get("JDK_JAVA_OPTIONS"))
          .as(process.label())
          .isEqualTo(process == component ? HEAP : null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void variablesAreAddedToThoseOfTheirProcessAlone(Component component) {
    var extra = component.label() + ".extraEnv";
    var rendered =
        Chart.rendered(
            extra + "[0].name=SHUTDOWN_DRAIN",
            extra + "[0].value=15s",
            extra + "[1].name=NODE_NAME",
            extra + "[1].valueFrom.fieldRef.fieldPath=spec.nodeName");

    for (var process : Component.values()) {
      var before = process.environment(Chart.rendered());
      if (process == component) {
        before.put("SHUTDOWN_DRAIN", "15s");
        before.put("NODE_NAME", Map.of("fieldRef", Map.of("fieldPath", "spec.nodeName")));
      }
      assertThat(process.environment(rendered)).as(process.label()).isEqualTo(before);
    }
  }

  /// With two variables of one name Kubernetes takes the last, and says so to nobody.
  @ParameterizedTest
  @CsvSource({
    "webhook, WEBHOOK_PORT",
    "webhook, POD_NAME",
    "webhook, JDK_JAVA_OPTIONS",
    "controller, SCALE_TARGETS",
    "controller, SIDECAR_IMAGE",
    "controller, JDK_JAVA_OPTIONS"
  })
  void aNameThatTheChartSetsIsRefused(String component, String name) {
    var extra = component + ".extraEnv[0]";

    assertThatThrownBy(() -> Chart.rendered(extra + ".name=" + name, extra + ".value=a"))
        .hasMessageContaining(
            "%s.extraEnv has %s: expected a name that the chart does not set, listed once"
                .formatted(component, name));
  }

  @Test
  void aNameThatIsListedTwiceIsRefused() {
    assertThatThrownBy(
            () ->
                Chart.rendered(
                    "webhook.extraEnv[0].name=A",
                    "webhook.extraEnv[0].value=one",
                    "webhook.extraEnv[1].name=A",
                    "webhook.extraEnv[1].value=two"))
        .hasMessageContaining("webhook.extraEnv has A:");
  }
}
