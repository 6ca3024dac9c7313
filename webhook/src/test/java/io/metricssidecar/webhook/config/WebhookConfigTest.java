package io.metricssidecar.webhook.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.options.InjectionOptions.MeshAnnotations;
import io.metricssidecar.injection.options.InjectionOptions.OnProblem;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.ServerVersion;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarImage.PullPolicy;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import io.metricssidecar.webhook.certificates.CertificateOptions;
import io.metricssidecar.webhook.certificates.Certificates;
import io.metricssidecar.webhook.config.WebhookConfig.Listen;
import io.metricssidecar.webhook.config.WebhookConfig.NativeSidecars;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebhookConfigTest {
  private static final Map<String, String> LEAST =
      Map.of("POD_NAME", "webhook-1", "POD_NAMESPACE", "tools");

  private static final Map<WebhookSetting, String> OTHER =
      Map.ofEntries(
          Map.entry(WebhookSetting.WEBHOOK_PORT, "10250"),
          Map.entry(WebhookSetting.HEALTH_PORT, "9090"),
          Map.entry(WebhookSetting.TLS_CERT, "tls.crt"),
          Map.entry(WebhookSetting.TLS_KEY, "tls.key"),
          Map.entry(WebhookSetting.POD_NAME, "webhook-2"),
          Map.entry(WebhookSetting.POD_NAMESPACE, "other"),
          Map.entry(WebhookSetting.SERVICE_NAME, "hook"),
          Map.entry(WebhookSetting.CERTIFICATES, "read-only"),
          Map.entry(WebhookSetting.CA_SECRET, "ca"),
          Map.entry(WebhookSetting.WEBHOOK_CONFIGURATION, "hooks"),
          Map.entry(WebhookSetting.ROTATION_WAIT, "90s"),
          Map.entry(WebhookSetting.ROTATION_OVERLAP, "200h"),
          Map.entry(WebhookSetting.ROTATION_FLOOR, "off-for-tests"),
          Map.entry(WebhookSetting.SIDECAR_IMAGE, "team/sidecar:2"),
          Map.entry(WebhookSetting.SIDECAR_IMAGE_PULL_POLICY, "Never"),
          Map.entry(WebhookSetting.SIDECAR_CPU_REQUEST, "11m"),
          Map.entry(WebhookSetting.SIDECAR_CPU_LIMIT, "251m"),
          Map.entry(WebhookSetting.SIDECAR_MEMORY_REQUEST, "65Mi"),
          Map.entry(WebhookSetting.SIDECAR_MEMORY_LIMIT, "97Mi"),
          Map.entry(WebhookSetting.IMAGE_PULL_SECRETS, "a, b"),
          Map.entry(WebhookSetting.NATIVE_SIDECAR, "true"),
          Map.entry(WebhookSetting.STRICT, "true"),
          Map.entry(WebhookSetting.DENIED_NAMESPACES, "secret"),
          Map.entry(WebhookSetting.ALLOW_IMAGE_ANNOTATION, "false"),
          Map.entry(WebhookSetting.MESH_ANNOTATIONS, "false"),
          Map.entry(WebhookSetting.SCALE_TARGETS, "argoproj.io/rollouts/Rollout"),
          Map.entry(WebhookSetting.SHUTDOWN_DRAIN, "1m"),
          Map.entry(WebhookSetting.LOG_LEVEL, "debug"));

  @Test
  void hasADefaultForAllButThePod() throws Exception {
    assertThat(WebhookConfig.read(LEAST))
        .isEqualTo(
            new WebhookConfig(
                new Listen(8443, 8080, Duration.ofSeconds(10)),
                new Surroundings.Cluster(
                    "webhook-1",
                    new CertificateOptions(
                        Certificates.Source.SELF,
                        new ServiceName("metrics-sidecar", "tools"),
                        "metrics-sidecar-ca",
                        "00-metrics-sidecar",
                        Waits.PRODUCTION),
                    List.of()),
                new InjectionOptions(
                    "development",
                    new SidecarImage("metrics-sidecar:0.1.0", PullPolicy.IF_NOT_PRESENT),
                    List.of(),
                    new SidecarResources(
                        new Requirement("10m", "250m"), new Requirement("64Mi", "96Mi")),
                    Placement.CONTAINER,
                    new InjectionOptions.Rules(
                        Set.of("kube-system", "kube-public", "kube-node-lease", "tools"),
                        OnProblem.ADMIT,
                        ImageChoice.POD,
                        MeshAnnotations.WRITTEN)),
                NativeSidecars.AUTO,
                LogLevel.INFO));
  }

  @Test
  void rotatesNoFasterThanIsSafeUnlessItIsATest() throws Exception {
    var fast = new HashMap<>(LEAST);
    fast.putAll(Map.of("ROTATION_WAIT", "2s", "ROTATION_OVERLAP", "10s"));

    assertThatThrownBy(() -> WebhookConfig.read(fast))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("ROTATION_WAIT is \"2s\": expected at least 60s");

    fast.put("ROTATION_FLOOR", "off-for-tests");
    assertThat(
            ((Surroundings.Cluster) WebhookConfig.read(fast).surroundings()).certificates().waits())
        .isEqualTo(new Waits(Duration.ofSeconds(2), Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @EnumSource
  void readsEverySetting(WebhookSetting setting) throws Exception {
    var values = new HashMap<>(LEAST);
    values.put(setting.env(), OTHER.get(setting));
    if (setting == WebhookSetting.TLS_CERT || setting == WebhookSetting.TLS_KEY) {
      values.put("TLS_CERT", "tls.crt");
      values.put("TLS_KEY", "tls.key");
    }
    if (setting == WebhookSetting.ROTATION_FLOOR) {
      values.put("ROTATION_WAIT", "2s");
    }

    assertThat(WebhookConfig.read(values)).isNotEqualTo(WebhookConfig.read(LEAST));
  }

  @Test
  void needsNoClusterWithACertificateOfItsOwn() throws Exception {
    assertThat(WebhookConfig.read(Map.of("TLS_CERT", "a", "TLS_KEY", "b")).surroundings())
        .isEqualTo(new Surroundings.Alone(Path.of("a"), Path.of("b")));
  }

  @Test
  void takesKindsOfWorkloadsAndPlacement() throws Exception {
    var values = new HashMap<>(LEAST);
    values.put("SCALE_TARGETS", " argoproj.io/rollouts/Rollout ,, example.com/fleets/Fleet");
    values.put("NATIVE_SIDECAR", "true");

    var config = WebhookConfig.read(values);

    assertThat(config.surroundings())
        .extracting("scaleTargets")
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
            Map.entry("WEBHOOK_PORT", "https"),
            Map.entry("HEALTH_PORT", "70000"),
            Map.entry("SIDECAR_IMAGE", "No Image"),
            Map.entry("SIDECAR_IMAGE_PULL_POLICY", "always"),
            Map.entry("SIDECAR_CPU_REQUEST", "1"),
            Map.entry("SIDECAR_MEMORY_LIMIT", "much"),
            Map.entry("NATIVE_SIDECAR", "maybe"),
            Map.entry("STRICT", "yes"),
            Map.entry("SCALE_TARGETS", "Rollout"),
            Map.entry("SHUTDOWN_DRAIN", "10"),
            Map.entry("LOG_LEVEL", "loud"));

    assertThatThrownBy(() -> WebhookConfig.read(values))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(
            """
            SHUTDOWN_DRAIN is "10": expected a duration such as 10s
            WEBHOOK_PORT is "https": expected a port number
            HEALTH_PORT is "70000": expected a port number
            NATIVE_SIDECAR is "maybe": expected one of auto, true, false
            POD_NAME is missing: expected the name of this pod
            POD_NAMESPACE is missing: expected the namespace of this pod, unless --tls-cert and --tls-key are given
            SCALE_TARGETS is "Rollout": expected group/resource/Kind, such as argoproj.io/rollouts/Rollout
            SIDECAR_IMAGE is "No Image": expected the name of an image
            SIDECAR_IMAGE_PULL_POLICY is "always": expected one of Always, IfNotPresent, Never
            SIDECAR_CPU_REQUEST is "1": expected a quantity of at most SIDECAR_CPU_LIMIT (250m)
            SIDECAR_MEMORY_LIMIT is "much": expected a quantity greater than zero
            STRICT is "yes": expected true or false
            LOG_LEVEL is "loud": expected one of debug, info, warn, error""");
  }

  @Test
  void decidesOnThePlacementByTheServersVersion() {
    assertThat(ServerVersion.parse("1", "31+").map(ServerVersion::placement))
        .contains(Placement.CONTAINER);
    assertThat(ServerVersion.parse("1", "32").map(ServerVersion::placement))
        .contains(Placement.NATIVE_SIDECAR);
    assertThat(ServerVersion.parse("2", "0").map(ServerVersion::placement))
        .contains(Placement.NATIVE_SIDECAR);
    assertThat(ServerVersion.parse("1", "")).isEmpty();
  }
}
