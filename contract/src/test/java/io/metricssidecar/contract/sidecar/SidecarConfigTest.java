package io.metricssidecar.contract.sidecar;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarConfigTest {
  private static final Map<String, String> MINIMAL =
      Map.of("NAMESPACE", "shop", "POD_NAME", "cart-1", "CONTAINER_NAME", "app");

  /// A valid value for every variable, none of them the default or what [#MINIMAL] has.
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("NAMESPACE", "other"),
          Map.entry("POD_NAME", "cart-2"),
          Map.entry("POD_UID", "0d6c"),
          Map.entry("NODE_NAME", "node-1"),
          Map.entry("DEPLOYMENT_NAME", "cart"),
          Map.entry("OWNER_KIND", "StatefulSet"),
          Map.entry("OWNER_API", "apps.example.com/v1/statefulsets"),
          Map.entry("CPU_LIMIT_MILLICORES", "500"),
          Map.entry("MEMORY_LIMIT_BYTES", "268435456"),
          Map.entry("SHED_LEASE", "metrics-sidecar-deployment-cart"),
          Map.entry("CONTAINER_NAME", "web"),
          Map.entry("RESOURCE_THRESHOLD_CPU_PERCENT", "70.5"),
          Map.entry("RESOURCE_THRESHOLD_MEMORY_PERCENT", "90"),
          Map.entry("RECOVERY_CPU_PERCENT", "50"),
          Map.entry("RECOVERY_MEMORY_PERCENT", "40.25"),
          Map.entry("OVERLOAD_WHEN", "any"),
          Map.entry("MINIMUM_PODS_TO_KEEP_PERCENT", "30"),
          Map.entry("SHED_MODE", "observe"),
          Map.entry("SHED_GUARD", "off"),
          Map.entry("MAX_SHED", "3"),
          Map.entry("PER_ZONE_FLOOR", "true"),
          Map.entry("POLL_INTERVAL", "1500ms"),
          Map.entry("WARM_UP", "0s"),
          Map.entry("HTTP_PORT", "9000"),
          Map.entry("LOG_LEVEL", "debug"),
          Map.entry("PROBE_INITIAL_DELAY_SECONDS", "7"),
          Map.entry("PROBE_PERIOD_SECONDS", "10"),
          Map.entry("PROBE_TIMEOUT_SECONDS", "2"),
          Map.entry("PROBE_FAILURE_THRESHOLD", "3"),
          Map.entry("PROBE_SUCCESS_THRESHOLD", "4"));

  @Test
  void defaults() {
    assertThat(SidecarConfig.fromEnv(MINIMAL))
        .isEqualTo(
            new Parsed<>(
                new SidecarConfig(
                    new PodIdentity("shop", "cart-1", "", ""),
                    Workload.NONE,
                    "",
                    "app",
                    Limits.NONE,
                    new SidecarSettings(
                        new Thresholds(Percent.of(80), Percent.of(60)),
                        new Thresholds(Percent.of(80), Percent.of(60)),
                        OverloadWhen.BOTH,
                        new Shedding(
                            ShedMode.AUTO,
                            ShedGuard.REDISTRIBUTE,
                            Percent.of(50),
                            null,
                            false,
                            Duration.ofMinutes(5)),
                        Duration.ofSeconds(15),
                        new Probe(0, 5, 5, 2, 1),
                        8333,
                        LogLevel.INFO)),
                List.of(),
                List.of()));
  }

  @Test
  void theListedDefaultsAreTheOnesThatAreUsed() {
    var written =
        SidecarSetting.ALL.stream()
            .filter(setting -> !setting.defaultText().isEmpty())
            .collect(toMap(Setting::env, Setting::defaultText));
    written.putAll(MINIMAL);

    assertThat(SidecarConfig.fromEnv(written)).isEqualTo(SidecarConfig.fromEnv(MINIMAL));
  }

  @Test
  void everyVariableIsRead() {
    var variables = SidecarConfig.variables();
    assertThat(OTHERS.keySet()).containsExactlyInAnyOrderElementsOf(variables);

    // The kind of an owner without a name says nothing, so the owner's name is always there.
    var base = new HashMap<>(MINIMAL);
    base.put("DEPLOYMENT_NAME", "shop");
    for (var variable : variables) {
      var env = new HashMap<>(base);
      env.put(variable, OTHERS.get(variable));

      assertThat(SidecarConfig.fromEnv(env)).as(variable).isNotEqualTo(SidecarConfig.fromEnv(base));
      assertThat(SidecarConfig.fromEnv(env).problems()).as(variable).isEmpty();
    }
  }

  @Test
  void writesExactlyTheVariablesThatItReads() {
    var config = SidecarConfig.fromEnv(OTHERS).value();

    assertThat(Environments.of(config).keySet())
        .containsExactlyInAnyOrderElementsOf(OTHERS.keySet());
  }

  @Test
  void isReadBackFromWhatItWrites() {
    var config = SidecarConfig.fromEnv(OTHERS).value();

    assertThat(SidecarConfig.fromEnv(Environments.of(config)).value()).isEqualTo(config);
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    var config = SidecarConfig.fromEnv(MINIMAL).value();

    assertThat(Environments.of(config))
        .doesNotContainKeys(
            "POD_UID",
            "NODE_NAME",
            "OWNER_KIND",
            "OWNER_API",
            "DEPLOYMENT_NAME",
            "SHED_LEASE",
            "CPU_LIMIT_MILLICORES",
            "MEMORY_LIMIT_BYTES",
            "MAX_SHED");
  }

  @Test
  void warnsThatModeLocalPromisesNothing() {
    var env = new HashMap<>(MINIMAL);
    env.put("SHED_MODE", "local");

    assertThat(SidecarConfig.fromEnv(env).warnings())
        .containsExactly(
            "mode local is best effort: pods do not agree on who leaves, so the floor may break");
  }

  @Test
  void changesThePortAlone() {
    var settings = SidecarConfig.fromEnv(OTHERS).value().settings();
    var env = new HashMap<>(OTHERS);
    env.put("HTTP_PORT", "1234");

    assertThat(settings.withPort(1234)).isEqualTo(SidecarConfig.fromEnv(env).value().settings());
  }

  @Test
  void takesAnOwnerWithoutAKindForADeployment() {
    var env = new HashMap<>(MINIMAL);
    env.put("DEPLOYMENT_NAME", "cart");

    var config = SidecarConfig.fromEnv(env).value();

    assertThat(config.workload()).isEqualTo(new Workload("Deployment", "cart"));
    assertThat(config.lease()).isEqualTo("metrics-sidecar-deployment-cart");
  }

  @Test
  void takesABlankVariableForOneThatIsNotSet() {
    var env = new HashMap<>(MINIMAL);
    OTHERS.keySet().forEach(variable -> env.putIfAbsent(variable, "  "));

    assertThat(SidecarConfig.fromEnv(env)).isEqualTo(SidecarConfig.fromEnv(MINIMAL));
  }

  @Test
  void reportsEveryProblemAtOnce() {
    var env =
        Map.ofEntries(
            Map.entry("OWNER_API", "apps/v1/deployments"),
            Map.entry("CPU_LIMIT_MILLICORES", "0"),
            Map.entry("MEMORY_LIMIT_BYTES", "1Gi"),
            Map.entry("RESOURCE_THRESHOLD_CPU_PERCENT", "101"),
            Map.entry("RESOURCE_THRESHOLD_MEMORY_PERCENT", "eighty"),
            Map.entry("RECOVERY_CPU_PERCENT", "80"),
            Map.entry("RECOVERY_MEMORY_PERCENT", "-1"),
            Map.entry("OVERLOAD_WHEN", "Both"),
            Map.entry("MINIMUM_PODS_TO_KEEP_PERCENT", "50%"),
            Map.entry("SHED_MODE", "on"),
            Map.entry("SHED_GUARD", "none"),
            Map.entry("MAX_SHED", "-1"),
            Map.entry("PER_ZONE_FLOOR", "yes"),
            Map.entry("POLL_INTERVAL", "15"),
            Map.entry("WARM_UP", "25h"),
            Map.entry("HTTP_PORT", "65536"),
            Map.entry("LOG_LEVEL", "verbose"),
            Map.entry("PROBE_INITIAL_DELAY_SECONDS", "3601"),
            Map.entry("PROBE_PERIOD_SECONDS", "0"),
            Map.entry("PROBE_TIMEOUT_SECONDS", "61"),
            Map.entry("PROBE_FAILURE_THRESHOLD", "1.5"),
            Map.entry("PROBE_SUCCESS_THRESHOLD", "21"));

    var parsed = SidecarConfig.fromEnv(env);

    assertThat(parsed.problems().stream().map(Problem::message))
        .containsExactlyInAnyOrder(
            "NAMESPACE is missing: expected the namespace of the pod",
            "POD_NAME is missing: expected the name of the pod",
            "CONTAINER_NAME is missing: expected the name of the measured container",
            "OWNER_API is \"apps/v1/deployments\": expected group/version/resource, such as"
                + " argoproj.io/v1alpha1/rollouts",
            "CPU_LIMIT_MILLICORES is \"0\": expected a whole number greater than 0",
            "MEMORY_LIMIT_BYTES is \"1Gi\": expected a whole number greater than 0",
            "RESOURCE_THRESHOLD_CPU_PERCENT is \"101\": expected a number from 1 to 100 with at"
                + " most two decimals",
            "RESOURCE_THRESHOLD_MEMORY_PERCENT is \"eighty\": expected a number from 1 to 100 with"
                + " at most two decimals",
            "RECOVERY_CPU_PERCENT is \"80\": expected a number from 0 to 100, lower than"
                + " RESOURCE_THRESHOLD_CPU_PERCENT (80)",
            "RECOVERY_MEMORY_PERCENT is \"-1\": expected a number from 0 to 100, lower than"
                + " RESOURCE_THRESHOLD_MEMORY_PERCENT (80)",
            "OVERLOAD_WHEN is \"Both\": expected one of both, any, cpu, memory",
            "MINIMUM_PODS_TO_KEEP_PERCENT is \"50%\": expected a number from 0 to 100 with at most"
                + " two decimals",
            "SHED_MODE is \"on\": expected one of auto, enforce, observe, local",
            "SHED_GUARD is \"none\": expected one of redistribute, off",
            "MAX_SHED is \"-1\": expected a whole number from 0 to 1000000",
            "PER_ZONE_FLOOR is \"yes\": expected true or false",
            "POLL_INTERVAL is \"15\": expected a duration from 1s to 300s, such as 15s",
            "WARM_UP is \"25h\": expected a duration from 0s to 86400s, such as 300s",
            "HTTP_PORT is \"65536\": expected a whole number from 1 to 65535",
            "LOG_LEVEL is \"verbose\": expected one of debug, info, warn, error",
            "PROBE_INITIAL_DELAY_SECONDS is \"3601\": expected a whole number from 0 to 3600",
            "PROBE_PERIOD_SECONDS is \"0\": expected a whole number from 1 to 300",
            "PROBE_TIMEOUT_SECONDS is \"61\": expected a whole number from 1 to 60",
            "PROBE_FAILURE_THRESHOLD is \"1.5\": expected a whole number from 1 to 20",
            "PROBE_SUCCESS_THRESHOLD is \"21\": expected a whole number from 1 to 20");
  }

  @Test
  void putsTheDefaultInThePlaceOfEveryBadValue() {
    var env = new HashMap<>(MINIMAL);
    for (var setting : SidecarSetting.ALL) {
      env.putIfAbsent(setting.env(), "?");
    }
    env.put("CPU_LIMIT_MILLICORES", "?");
    env.put("MEMORY_LIMIT_BYTES", "99999999999999999999");

    assertThat(SidecarConfig.fromEnv(env).value())
        .isEqualTo(SidecarConfig.fromEnv(MINIMAL).value());
  }

  @Test
  void namesAnnotationsInProblemsOfAnnotations() {
    var source =
        SettingsSource.annotations(
            Map.of(
                "metrics-sidecar/cpu-recovery-percent", "90", "metrics-sidecar/overload-when", ""));

    assertThat(SidecarSettings.read(source).problems())
        .containsExactly(
            new Problem(
                "metrics-sidecar/cpu-recovery-percent",
                "90",
                "a number from 0 to 100, lower than metrics-sidecar/cpu-threshold-percent (80)"),
            new Problem("metrics-sidecar/overload-when", "", "one of both, any, cpu, memory"));
  }

  @Test
  void repeatsOnlyTheBeginningOfALongBadValue() {
    assertThat(new Problem("FIELD", "x".repeat(81), "less").message())
        .isEqualTo("FIELD is \"" + "x".repeat(80) + "…\": expected less");
  }

  @ParameterizedTest
  @CsvSource({"1, 0.75", "80, 60", "80.25, 60.18", "100, 75", "33.33, 24.99"})
  void recoversAtThreeQuartersOfTheThresholdUnlessTold(String threshold, String recovery) {
    var thresholds = Thresholds.at(Percent.parse(threshold).orElseThrow());

    assertThat(thresholds.recovery().toString()).isEqualTo(recovery);
  }

  @Test
  void refusesARecoveryThatIsNotLower() {
    assertThatThrownBy(() -> new Thresholds(Percent.of(80), Percent.of(80)))
        .hasMessage("recovery 80 is not lower than threshold 80");
  }
}
