package io.metricssidecar.charts.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.contract.Names;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The policy for what the webhook's account writes.
class WebhookPolicyTest {
  private static final AdmissionPolicy POLICY =
      AdmissionPolicy.of(Chart.rendered(), "metrics-sidecar-webhook");

  private static final String OUTSIDE =
      "the webhook changes the data of its Secret and the caBundle of its configuration,"
          + " and nothing else of them";
  private static final String COUNT =
      "the webhook neither adds nor removes an entry of its configuration";
  private static final String ENTRY = "the webhook changes nothing of an entry but its caBundle";
  private static final String FOREIGN = "the webhook changes no entry that is not its own";

  /// As on the API server: what the chart renders, with what the API server adds to it.
  private static final String CONFIGURATION =
      text("MutatingWebhookConfiguration/" + Names.WEBHOOK_CONFIGURATION)
          .replaceFirst("metadata:\n", "metadata:\n  resourceVersion: '7'\n  generation: 3\n");

  private static final String SECRET = text("Secret/" + Names.CA_SECRET);

  @Test
  void acceptsWhatTheWebhookWrites() {
    var trusting = CONFIGURATION.replace("clientConfig:\n", "clientConfig:\n    caBundle: QQ==\n");
    var next =
        trusting
            .replace("QQ==", "Qg==")
            .replace("resourceVersion: '7'", "resourceVersion: '8'")
            .replace("generation: 3", "generation: 4");

    assertThat(trusting).isNotEqualTo(CONFIGURATION);
    assertThat(denials("mutatingwebhookconfigurations", CONFIGURATION, trusting)).isEmpty();
    assertThat(denials("mutatingwebhookconfigurations", trusting, next)).isEmpty();
    assertThat(denials("secrets", SECRET, SECRET + "data: {tls.key: QQ==}\n")).isEmpty();
    assertThat(denials("secrets", SECRET + "data: {a: QQ==}\n", SECRET + "data: {b: QQ==}\n"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- CREATE | - '*'",
        "apiGroups:\\n    - '' | apiGroups:\\n    - '*'",
        "    - pods | - secrets",
        "scope: Namespaced | scope: '*'",
        "failurePolicy: Ignore | failurePolicy: Fail",
        "matchPolicy: Equivalent | matchPolicy: Exact",
        "reinvocationPolicy: IfNeeded | reinvocationPolicy: Never",
        "sideEffects: None | sideEffects: NoneOnDryRun",
        "timeoutSeconds: 5 | timeoutSeconds: 30",
        "kube-system | nowhere",
        "namespaceSelector: | objectSelector:",
        "name: opted-in | name: others",
        "!= 'false' | == 'false'",
        "clientConfig:\\n | clientConfig:\\n    url: https://example.com\\n",
        "    service:\\n      name: metrics-sidecar-webhook | service:\\n      name: other",
        "path: /mutate | path: /other",
        "failurePolicy: Ignore | failurePolicy: Ignore\\n  addedByALaterKubernetes: true",
      })
  void refusesEveryOtherFieldOfAnEntry(String rendered, String other) {
    var changed = changed(CONFIGURATION, rendered, other);

    assertThat(denials("mutatingwebhookconfigurations", CONFIGURATION, changed))
        .containsExactly(ENTRY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app.kubernetes.io/component: webhook | app.kubernetes.io/component: other",
        "app.kubernetes.io/component: webhook | app.kubernetes.io/component: webhook\\n    a: b",
        "metadata:\\n | metadata:\\n  annotations: {a: b}\\n",
        "metadata:\\n | metadata:\\n  finalizers: [a.example.com/b]\\n",
        "metadata:\\n | metadata:\\n  ownerReferences: [{kind: Node}]\\n",
      })
  void refusesOtherMetadataOfBoth(String rendered, String other) {
    assertThat(
            denials(
                "mutatingwebhookconfigurations",
                CONFIGURATION,
                changed(CONFIGURATION, rendered, other)))
        .containsExactly(OUTSIDE);
    assertThat(denials("secrets", SECRET, changed(SECRET, rendered, other)))
        .containsExactly(OUTSIDE);
  }

  @Test
  void refusesToLockTheSecret() {
    assertThat(denials("secrets", SECRET, SECRET + "immutable: true\n")).containsExactly(OUTSIDE);
    assertThat(denials("secrets", SECRET, SECRET.replace("type: Opaque", "type: other")))
        .containsExactly(OUTSIDE);
  }

  @Test
  void refusesMoreAndFewerEntries() {
    var entry = "- {name: more.metrics-sidecar.io, clientConfig: {caBundle: QQ==}}\n";

    assertThat(denials("mutatingwebhookconfigurations", CONFIGURATION, CONFIGURATION + entry))
        .containsExactly(COUNT);
    assertThat(denials("mutatingwebhookconfigurations", CONFIGURATION + entry, CONFIGURATION))
        .containsExactly(COUNT);
    assertThat(
            denials(
                "mutatingwebhookconfigurations",
                CONFIGURATION + entry,
                CONFIGURATION + entry.replace("more.", "less.")))
        .containsExactly(COUNT);
    assertThat(
            denials(
                "mutatingwebhookconfigurations",
                CONFIGURATION,
                CONFIGURATION.replaceFirst("(?s)\nwebhooks:.*", "\nwebhooks: []\n")))
        .containsExactly(COUNT);
  }

  /// An entry that somebody else has put into our configuration.
  @Test
  void refusesToChangeTheTrustOfAForeignEntry() {
    var foreign = CONFIGURATION + "- {name: a.example.com, clientConfig: {caBundle: QQ==}}\n";

    assertThat(denials("mutatingwebhookconfigurations", foreign, foreign.replace("QQ==", "Qg==")))
        .containsExactly(FOREIGN);
  }

  private static String changed(String text, String rendered, String other) {
    var changed = text.replaceFirst(java.util.regex.Pattern.quote(lines(rendered)), lines(other));
    assertThat(changed).isNotEqualTo(text);
    return changed;
  }

  private static String lines(String text) {
    return text.replace("\\n", "\n");
  }

  private static String text(String object) {
    return Yaml.text(Yaml.map(Yaml.at(Chart.rendered(), object)));
  }

  private static List<Object> denials(String resource, String before, String after) {
    return POLICY.denials(
        new AdmissionPolicy.Input(
            AdmissionPolicy.object(after),
            AdmissionPolicy.object(before),
            Map.of("resource", Map.of("resource", resource))));
  }
}
