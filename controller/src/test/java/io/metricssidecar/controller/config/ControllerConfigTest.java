package io.metricssidecar.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.settings.LogFormat;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.controller.missed.MissedPodRules;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.injection.OtherValues;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.options.InjectionOptions.MeshAnnotations;
import io.metricssidecar.injection.options.InjectionOptions.OnProblem;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.options.NativeSidecars;
import io.metricssidecar.injection.options.NodeArchitecture;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarImage.PullPolicy;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ControllerConfigTest {
  private static final Map<String, String> MIN =
      Map.of("POD_NAME", "controller-1", "POD_NAMESPACE", "tools");

  private static final Map<Setting<?>, String> OTHERS =
      Map.of(
          ControllerSetting.MISSED_PODS, "evict",
          ControllerSetting.MISSED_PODS_INTERVAL, "10s",
          ControllerSetting.SHEDDING_PAUSED, "true");

  @Test
  void hasADefaultForAllButThePod() throws Exception {
    assertThat(ControllerConfig.read(MIN))
        .isEqualTo(
            new ControllerConfig(
                8080,
                "controller-1",
                "tools",
                new MissedPodRules(MissedPodRules.Action.REPORT, Duration.ofMinutes(5), "tools"),
                false,
                new InjectionOptions(
                    "development",
                    new SidecarImage(
                        "metrics-sidecar:0.1.0",
                        PullPolicy.IF_NOT_PRESENT,
                        NodeArchitecture.ofJvm(System.getProperty("os.arch", ""))),
                    List.of(),
                    new SidecarResources(
                        new Requirement("25m", "250m"), new Requirement("96Mi", "96Mi")),
                    new SidecarResources(
                        new Requirement("50m", "50m"), new Requirement("96Mi", "96Mi")),
                    Placement.CONTAINER,
                    SidecarDefaults.NONE,
                    new InjectionOptions.Rules(
                        Set.of("kube-system", "kube-public", "kube-node-lease", "tools"),
                        OnProblem.ADMIT,
                        ImageChoice.POD,
                        MeshAnnotations.WRITTEN,
                        List.of(),
                        Set.of()),
                    NamespaceFacts.NONE),
                NativeSidecars.AUTO,
                LogLevel.INFO,
                LogFormat.TEXT));
  }

  @ParameterizedTest
  @MethodSource("io.metricssidecar.controller.config.ControllerSetting#all")
  void readsEverySetting(Setting<?> setting) throws Exception {
    var values = new HashMap<>(MIN);
    values.put(
        setting.env(),
        OTHERS.containsKey(setting) ? OTHERS.get(setting) : OtherValues.of(setting.env()));

    assertThat(ControllerConfig.read(values)).isNotEqualTo(ControllerConfig.read(MIN));
  }

  @Test
  void takesKindsOfWorkloadsAndPlacement() throws Exception {
    var values = new HashMap<>(MIN);
    values.put(
        "SCALE_TARGETS", " argoproj.io/v1alpha1/rollouts/Rollout ,, example.com/v1/fleets/Fleet");
    values.put("NATIVE_SIDECAR", "true");

    var config = ControllerConfig.read(values);

    assertThat(config.scaleTargets())
        .isEqualTo(
            List.of(
                new ScaleTarget("argoproj.io", "rollouts", "Rollout", true),
                new ScaleTarget("example.com", "fleets", "Fleet", true)));
    assertThat(config.injection().placement()).isEqualTo(Placement.NATIVE_SIDECAR);
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    var values =
        Map.ofEntries(
            Map.entry("HEALTH_PORT", "70000"),
            Map.entry("SIDECAR_IMAGE", "No Image"),
            Map.entry("SIDECAR_IMAGE_PULL_POLICY", "always"),
            Map.entry("SIDECAR_CPU_REQUEST", "1"),
            Map.entry("SIDECAR_MEMORY_LIMIT", "much"),
            Map.entry("NATIVE_SIDECAR", "maybe"),
            Map.entry("STRICT", "yes"),
            Map.entry("SIDECAR_DEFAULTS", "mode=fast,modus=observe,guard=off,guard=off"),
            Map.entry("SCALE_TARGETS", "Rollout"),
            Map.entry("LOG_LEVEL", "loud"),
            Map.entry("LOG_FORMAT", "xml"));

    assertThatThrownBy(() -> ControllerConfig.read(values))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(
            """
            NATIVE_SIDECAR is "maybe": expected one of auto, true, false
            HEALTH_PORT is "70000": expected a port number
            POD_NAME is missing: expected the name of this pod
            POD_NAMESPACE is missing: expected the namespace of this pod
            SIDECAR_IMAGE is "No Image": expected the name of an image
            SIDECAR_IMAGE_PULL_POLICY is "always": expected one of Always, IfNotPresent, Never
            SIDECAR_CPU_REQUEST is "1": expected a quantity of at most SIDECAR_CPU_LIMIT (250m)
            SIDECAR_MEMORY_LIMIT is "much": expected a quantity greater than zero
            SIDECAR_DEFAULTS is "modus=observe": expected one of the keys cpu-threshold-percent, memory-threshold-percent, cpu-recovery-percent, memory-recovery-percent, overload-when, minimum-pods-percent, mode, guard, max-shed, per-zone-floor, poll-interval, warm-up, port, log-level, probe-initial-delay-seconds, probe-period-seconds, probe-timeout-seconds, probe-failure-threshold, probe-success-threshold
            SIDECAR_DEFAULTS is "guard=off": expected each key once
            mode in SIDECAR_DEFAULTS is "fast": expected one of auto, enforce, observe, local
            STRICT is "yes": expected true or false
            SCALE_TARGETS is "Rollout": expected group/version/resource/Kind, such as argoproj.io/v1alpha1/rollouts/Rollout
            LOG_LEVEL is "loud": expected one of debug, info, warn, error
            LOG_FORMAT is "xml": expected one of text, json""");
  }
}
