package io.metricssidecar.charts.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Component;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.contract.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The certificate's source and the rights that go with it, by `certificates.mode`.
class CertificateModesTest {
  private static final String CONFIGURATION =
      "MutatingWebhookConfiguration/" + Names.WEBHOOK_CONFIGURATION;
  private static final String CERTIFICATE = "Certificate/metrics-sidecar-webhook";
  private static final String BUNDLE = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t";
  private static final List<String> READ = List.of("list", "watch");
  private static final List<String> WRITE = List.of("list", "watch", "update");

  /// The webhook's certificate settings, and its rights on the objects that they name.
  ///
  /// @param source value of `CERTIFICATES`
  /// @param secret that it reads
  /// @param onSecret verbs
  /// @param onConfiguration verbs
  private record Rights(
      Object source, Object secret, List<String> onSecret, List<String> onConfiguration) {
    static Rights of(Map<String, Object> rendered) {
      var environment = Component.WEBHOOK.environment(rendered);
      var secrets = rule(rendered, "Role", "secrets");
      assertThat(secrets.get("resourceNames")).isEqualTo(List.of(environment.get("CA_SECRET")));
      return new Rights(
          Objects.requireNonNull(environment.get("CERTIFICATES")),
          Objects.requireNonNull(environment.get("CA_SECRET")),
          verbs(secrets),
          verbs(rule(rendered, "ClusterRole", "mutatingwebhookconfigurations")));
    }
  }

  @Test
  void webhookMayWriteBothWhereItMakesItsOwn() {
    assertThat(Rights.of(with())).isEqualTo(new Rights("self", Names.CA_SECRET, WRITE, WRITE));
  }

  @Test
  void webhookMayWriteTheTrustWhereOnlyTheSecretIsProvided() {
    assertThat(Rights.of(with("mode=provided", "secretName=mine")))
        .isEqualTo(new Rights("provided", "mine", READ, WRITE));
  }

  @Test
  void webhookMayWriteNothingWhereSomebodyElseKeepsBoth() {
    assertThat(Rights.of(with("mode=provided", "secretName=mine", "caBundle=" + BUNDLE)))
        .isEqualTo(new Rights("read-only", "mine", READ, READ));
    assertThat(Rights.of(with("mode=cert-manager")))
        .isEqualTo(new Rights("read-only", "metrics-sidecar-webhook-tls", READ, READ));
    assertThat(Rights.of(with("mode=cert-manager", "secretName=mine")))
        .isEqualTo(new Rights("read-only", "mine", READ, READ));
  }

  @Test
  void theAuthoritysSecretIsMadeForItsOwnModeAlone() {
    assertThat(with()).containsKey("Secret/" + Names.CA_SECRET);
    assertThat(
            Stream.of(with("mode=provided", "secretName=mine"), with("mode=cert-manager"))
                .flatMap(rendered -> rendered.keySet().stream()))
        .noneMatch(name -> name.startsWith("Secret/"));
  }

  /// The right to create Secrets, and the policy that restricts it, are for its own mode alone.
  @Test
  void secretsAreRestoredInItsOwnModeAlone() {
    assertThat(with()).containsKey("ValidatingAdmissionPolicy/metrics-sidecar-secret");
    for (var rendered :
        List.of(with("mode=provided", "secretName=mine"), with("mode=cert-manager"))) {
      assertThat(rendered.keySet()).noneMatch(name -> name.endsWith("/metrics-sidecar-secret"));
      assertThat(Component.WEBHOOK.rules(rendered, "Role").toString()).doesNotContain("create");
    }
  }

  /// Every call of an entry without `caBundle` would fail.
  @Test
  void everyEntryTrustsWhatIsGiven() {
    assertThat(configurations("mode=provided", "secretName=mine", "caBundle=" + BUNDLE))
        .isNotEmpty()
        .flatExtracting(configuration -> Yaml.list(Yaml.at(configuration, "webhooks")))
        .extracting(entry -> Yaml.at(entry, "clientConfig", "caBundle"))
        .containsOnly(BUNDLE);
  }

  @Test
  void everyConfigurationsTrustIsKeptByCertManager() {
    assertThat(configurations("mode=cert-manager"))
        .isNotEmpty()
        .extracting(configuration -> Yaml.at(configuration, "metadata", "annotations"))
        .containsOnly(
            Map.of(
                "cert-manager.io/inject-ca-from",
                "%s/metrics-sidecar-webhook".formatted(Names.NAMESPACE)));
  }

  @Test
  void certManagerIssuesForTheServiceThatTheApiServerCalls() {
    var rendered = with("mode=cert-manager");
    var service = Yaml.at(rendered, CONFIGURATION, "webhooks", 0, "clientConfig", "service");

    assertThat(Yaml.at(rendered, CERTIFICATE, "spec", "dnsNames", 0))
        .isEqualTo("%s.%s.svc".formatted(Yaml.at(service, "name"), Yaml.at(service, "namespace")));
    assertThat(Yaml.at(rendered, CERTIFICATE, "spec", "secretName"))
        .isEqualTo(Component.WEBHOOK.environment(rendered).get("CA_SECRET"));
    assertThat(Yaml.map(Yaml.at(rendered, CONFIGURATION, "webhooks", 0, "clientConfig")))
        .containsOnlyKeys("service");
  }

  @Test
  void certManagerNeedsNoAuthorityOfOursWhereAnIssuerIsNamed() {
    var rendered =
        with("mode=cert-manager", "issuerRef.name=platform", "issuerRef.kind=ClusterIssuer");

    assertThat(rendered.keySet()).noneMatch(name -> name.startsWith("Issuer/"));
    assertThat(rendered.keySet().stream().filter(name -> name.startsWith("Certificate/")))
        .containsExactly(CERTIFICATE);
    assertThat(Yaml.at(rendered, CERTIFICATE, "spec", "issuerRef"))
        .isEqualTo(Map.of("name", "platform", "kind", "ClusterIssuer", "group", "cert-manager.io"));
  }

  private static Map<String, Object> with(String... settings) {
    return Chart.rendered(
        Arrays.stream(settings).map(setting -> "certificates." + setting).toArray(String[]::new));
  }

  private static List<Object> configurations(String... settings) {
    return with(settings).entrySet().stream()
        .filter(object -> object.getKey().contains("WebhookConfiguration/"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Map<String, Object> rule(
      Map<String, Object> rendered, String kind, String resource) {
    return Yaml.list(Yaml.at(rendered, kind + "/metrics-sidecar-webhook", "rules")).stream()
        .map(Yaml::map)
        .filter(rule -> Yaml.list(Yaml.at(rule, "resources")).contains(resource))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> verbs(Map<String, Object> rule) {
    return Yaml.list(Yaml.at(rule, "verbs")).stream().map(Object::toString).toList();
  }
}
