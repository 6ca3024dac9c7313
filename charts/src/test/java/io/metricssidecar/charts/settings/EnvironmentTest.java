package io.metricssidecar.charts.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.controller.config.ControllerSetting;
import io.metricssidecar.injection.config.InjectionSetting;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The variables of both processes are those that their code reads.
class EnvironmentTest {
  /// A file's certificate and the time of draining are for people who run the webhook by hand,
  /// other waits and intervals for tests.
  private static final Set<Setting<?>> BY_HAND =
      Set.of(
          WebhookSetting.TLS_CERT,
          WebhookSetting.TLS_KEY,
          WebhookSetting.SHUTDOWN_DRAIN,
          WebhookSetting.ROTATION_WAIT,
          WebhookSetting.ROTATION_OVERLAP,
          WebhookSetting.ROTATION_FLOOR,
          ControllerSetting.MISSED_PODS_INTERVAL);

  /// Settings whose values follow from the release.
  private static final Set<Setting<?>> OF_THE_RELEASE =
      Set.of(
          CommonSetting.POD_NAME, CommonSetting.POD_NAMESPACE, InjectionSetting.DENIED_NAMESPACES);

  @ParameterizedTest
  @EnumSource
  void environmentIsWhatTheProcessReads(Component component) {
    var read = read(component).stream().map(Setting::env);

    assertThat(component.environment(Chart.rendered()).keySet())
        .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("MODE"), read).toList());
  }

  @ParameterizedTest
  @EnumSource
  void defaultsAreThoseOfTheProcess(Component component) {
    var defaults =
        read(component).stream()
            .filter(setting -> !OF_THE_RELEASE.contains(setting))
            .collect(Collectors.toMap(Setting::env, Setting::defaultText));

    assertThat(component.environment(Chart.rendered())).containsAllEntriesOf(defaults);
  }

  /// The controller would write Events about other pods than the webhook injects.
  @ParameterizedTest
  @MethodSource("io.metricssidecar.charts.RenderedTest#valuesFiles")
  void bothProcessesHaveTheSameSettingsOfInjectedPods(Path values) {
    var rendered = Chart.objects(Chart.text(Chart.FOLDER, values));

    assertThat(ofPods(Component.CONTROLLER.environment(rendered)))
        .hasSameSizeAs(InjectionSetting.ALL)
        .isEqualTo(ofPods(Component.WEBHOOK.environment(rendered)));
  }

  @Test
  void theReleaseNamesTheProcesssOwnPod() {
    for (var component : Component.values()) {
      assertThat(component.environment(Chart.rendered()))
          .containsEntry("POD_NAME", field("metadata.name"))
          .containsEntry("POD_NAMESPACE", field("metadata.namespace"));
    }
  }

  private static Object field(String path) {
    return Map.of("fieldRef", Map.of("fieldPath", path));
  }

  private static Collection<Setting<?>> read(Component component) {
    var all =
        switch (component) {
          case WEBHOOK -> WebhookSetting.all();
          case CONTROLLER -> ControllerSetting.all();
        };
    return all.stream().filter(setting -> !BY_HAND.contains(setting)).toList();
  }

  private static Map<String, Object> ofPods(Map<String, Object> environment) {
    var names = InjectionSetting.ALL.stream().map(Setting::env).toList();
    return environment.entrySet().stream()
        .filter(variable -> names.contains(variable.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
