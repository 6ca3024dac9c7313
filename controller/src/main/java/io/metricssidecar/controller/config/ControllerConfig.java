package io.metricssidecar.controller.config;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.process.Build;
import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.settings.LogFormat;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.controller.missed.MissedPodRules;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.injection.config.InjectionConfigReader;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.NativeSidecars;
import java.util.List;
import java.util.Map;

/// The configuration of the controller.
///
/// @param healthPort plain HTTP; 0 for a free one
/// @param podName of this process
/// @param namespace of this process and of the release
/// @param missedPods what is done about pods that the webhook missed
/// @param sheddingPaused whether shedding is paused for all workloads
/// @param injection the options of injected pods until the server's version is known
/// @param nativeSidecars `AUTO` if the server's version decides on the placement
/// @param logLevel the least severe level that is logged
/// @param logFormat of the log lines
public record ControllerConfig(
    int healthPort,
    String podName,
    String namespace,
    MissedPodRules missedPods,
    boolean sheddingPaused,
    InjectionOptions injection,
    NativeSidecars nativeSidecars,
    LogLevel logLevel,
    LogFormat logFormat) {
  public ControllerConfig {
    requireNonNull(podName, "podName is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(missedPods, "missedPods is null");
    requireNonNull(injection, "injection is null");
    requireNonNull(nativeSidecars, "nativeSidecars is null");
    requireNonNull(logLevel, "logLevel is null");
    requireNonNull(logFormat, "logFormat is null");
  }

  /// The kinds of workloads beyond those of Kubernetes.
  public List<ScaleTarget> scaleTargets() {
    return injection.rules().customKinds().stream().map(ScaleTarget::of).toList();
  }

  /// Reads the configuration; a setting that is missing or blank has its default.
  ///
  /// @param values by the names of the environment variables
  /// @throws InvalidConfiguration if anything is wrong, with everything that is
  public static ControllerConfig read(Map<String, String> values) throws InvalidConfiguration {
    var settings = new SettingsReader(SettingsSource.env(values));
    var config = read(settings);
    InvalidConfiguration.throwIfAny(settings.problems());
    return config;
  }

  private static ControllerConfig read(SettingsReader settings) {
    var injection =
        new InjectionConfigReader(
            settings, Build.version(ControllerConfig.class), System.getProperty("os.arch", ""));
    var nativeSidecars = injection.nativeSidecars();
    var healthPort = settings.read(CommonSetting.HEALTH_PORT);
    var podName = settings.required(CommonSetting.POD_NAME);
    var namespace = settings.required(CommonSetting.POD_NAMESPACE);
    return new ControllerConfig(
        healthPort,
        podName,
        namespace,
        new MissedPodRules(
            settings.read(ControllerSetting.MISSED_PODS),
            settings.read(ControllerSetting.MISSED_PODS_INTERVAL),
            namespace),
        settings.read(ControllerSetting.SHEDDING_PAUSED),
        injection.options(nativeSidecars),
        nativeSidecars,
        settings.read(CommonSetting.LOG_LEVEL),
        settings.read(CommonSetting.LOG_FORMAT));
  }
}
