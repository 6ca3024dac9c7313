package io.metricssidecar.webhook.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.settings.LogFormat;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Setting;
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
import io.metricssidecar.webhook.certificates.CertificateOptions;
import io.metricssidecar.webhook.config.WebhookConfig.Listen;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebhookConfigTest {
  private static final Map<String, String> MIN =
      Map.of("POD_NAME", "webhook-1", "POD_NAMESPACE", "tools");

  private static final Map<Setting<?>, String> OTHER =
      Map.ofEntries(
          Map.entry(WebhookSetting.WEBHOOK_PORT, "10250"),
          Map.entry(WebhookSetting.TLS_CERT, "tls.crt"),
          Map.entry(WebhookSetting.TLS_KEY, "tls.key"),
          Map.entry(WebhookSetting.CLIENT_CA, "clients.crt"),
          Map.entry(WebhookSetting.SERVICE_NAME, "hook"),
          Map.entry(WebhookSetting.CERTIFICATES, "read-only"),
          Map.entry(WebhookSetting.CA_SECRET, "ca"),
          Map.entry(WebhookSetting.WEBHOOK_CONFIGURATION, "hooks"),
          Map.entry(WebhookSetting.ROTATION_WAIT, "90s"),
          Map.entry(WebhookSetting.ROTATION_OVERLAP, "200h"),
          Map.entry(WebhookSetting.ROTATION_FLOOR, "off-for-tests"),
          Map.entry(WebhookSetting.SHUTDOWN_DRAIN, "1m"));

  @Test
  void hasADefaultForAllButThePod() throws Exception {
    assertThat(WebhookConfig.read(MIN))
        .isEqualTo(
            new WebhookConfig(
                new Listen(8443, 8080, Duration.ofSeconds(10), Optional.empty()),
                new Surroundings.Cluster(
                    "webhook-1",
                    new CertificateOptions(
                        CertificateOptions.Source.SELF,
                        new ServiceName("metrics-sidecar-webhook", "tools"),
                        "metrics-sidecar-ca",
                        "00-metrics-sidecar",
                        Waits.PRODUCTION)),
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

  @Test
  void rotatesNoFasterThanIsSafeUnlessItIsATest() throws Exception {
    var fast = new HashMap<>(MIN);
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
  @MethodSource("io.metricssidecar.webhook.config.WebhookSetting#all")
  void readsEverySetting(Setting<?> setting) throws Exception {
    var values = new HashMap<>(MIN);
    var other = OTHER.get(setting);
    values.put(setting.env(), other == null ? OtherValues.of(setting.env()) : other);
    if (setting.equals(WebhookSetting.TLS_CERT) || setting.equals(WebhookSetting.TLS_KEY)) {
      values.put("TLS_CERT", "tls.crt");
      values.put("TLS_KEY", "tls.key");
    }
    if (setting.equals(WebhookSetting.ROTATION_FLOOR)) {
      values.put("ROTATION_WAIT", "2s");
    }

    assertThat(WebhookConfig.read(values)).isNotEqualTo(WebhookConfig.read(MIN));
  }

  @Test
  void needsNoClusterWithACertificateOfItsOwn() throws Exception {
    assertThat(WebhookConfig.read(Map.of("TLS_CERT", "a", "TLS_KEY", "b")).surroundings())
        .isEqualTo(new Surroundings.Alone(Path.of("a"), Path.of("b")));
  }

  @Test
  void takesThePlacement() throws Exception {
    var values = new HashMap<>(MIN);
    values.put("NATIVE_SIDECAR", "true");

    assertThat(WebhookConfig.read(values).injection().placement())
        .isEqualTo(Placement.NATIVE_SIDECAR);
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
            Map.entry("SIDECAR_DEFAULTS", "mode=fast,modus=observe,guard=off,guard=off"),
            Map.entry("SHUTDOWN_DRAIN", "10"),
            Map.entry("LOG_LEVEL", "loud"),
            Map.entry("LOG_FORMAT", "xml"));

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
            SIDECAR_IMAGE is "No Image": expected the name of an image
            SIDECAR_IMAGE_PULL_POLICY is "always": expected one of Always, IfNotPresent, Never
            SIDECAR_CPU_REQUEST is "1": expected a quantity of at most SIDECAR_CPU_LIMIT (250m)
            SIDECAR_MEMORY_LIMIT is "much": expected a quantity greater than zero
            SIDECAR_DEFAULTS is "modus=observe": expected one of the keys cpu-threshold-percent, memory-threshold-percent, cpu-recovery-percent, memory-recovery-percent, overload-when, minimum-pods-percent, mode, guard, max-shed, per-zone-floor, poll-interval, warm-up, port, log-level, probe-initial-delay-seconds, probe-period-seconds, probe-timeout-seconds, probe-failure-threshold, probe-success-threshold
            SIDECAR_DEFAULTS is "guard=off": expected each key once
            mode in SIDECAR_DEFAULTS is "fast": expected one of auto, enforce, observe, local
            STRICT is "yes": expected true or false
            LOG_LEVEL is "loud": expected one of debug, info, warn, error
            LOG_FORMAT is "xml": expected one of text, json""");
  }
}
