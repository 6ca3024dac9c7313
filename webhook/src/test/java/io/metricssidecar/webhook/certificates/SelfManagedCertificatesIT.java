package io.metricssidecar.webhook.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.testing.apiserver.WithApiServer;
import io.metricssidecar.webhook.ReleaseObjects;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class SelfManagedCertificatesIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ServiceName SERVICE = new ServiceName("metrics-sidecar", "tools");
  private static final CertificateOptions OPTIONS =
      new CertificateOptions(
          CertificateOptions.Source.SELF,
          SERVICE,
          "metrics-sidecar-ca",
          "00-metrics-sidecar",
          new Waits(Duration.ofMillis(300), Duration.ofDays(7)));

  private KubernetesMockServer server;
  private KubernetesClient client;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
  private final ReentrantLock reconciliations = new ReentrantLock();
  private final List<Certificates> started = new ArrayList<>();
  private final List<Leaf> served = new CopyOnWriteArrayList<>();

  @BeforeEach
  void install() {
    client.resource(ReleaseObjects.secret()).create();
    client
        .resource(ReleaseObjects.configuration("somebody.else.io", "pods.metrics-sidecar.io"))
        .create();
  }

  @AfterEach
  void stop() {
    started.forEach(Certificates::close);
  }

  @Test
  void makesAnAuthorityAndIsTrustedByItsOwnEntryAlone() {
    var certificates = start();

    await().atMost(SOON).until(certificates::trusted);
    assertThat(bundle("pods.metrics-sidecar.io").certificates()).hasSize(1);
    assertThat(bundle("somebody.else.io")).isEqualTo(TrustBundle.EMPTY);
    assertThat(secret().get().getData().keySet())
        .containsExactlyInAnyOrder("format", "ca.crt", "tls.crt", "tls.key");
    assertThat(certificates.notAfter()).isEqualTo(Instant.parse("2026-11-28T12:00:00Z"));
  }

  @Test
  void isNotTrustedWithoutAWebhookConfiguration() {
    configuration().delete();
    var certificates = start();

    await().atMost(SOON).until(() -> !served.isEmpty());
    assertThat(certificates.trusted()).isFalse();
  }

  @Test
  void replicasShareOneAuthority() {
    var replicas = List.of(start(), start(), start());

    await().atMost(SOON).until(() -> replicas.stream().allMatch(Certificates::trusted));
    assertThat(bundle("pods.metrics-sidecar.io").certificates()).hasSize(1);
    assertThat(served.stream().map(leaf -> leaf.certificate().getIssuerX500Principal()).distinct())
        .hasSize(1);
    assertThat(served.stream().distinct()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void givesTheTrustBackThatSomebodyTookAway() {
    var certificates = start();
    await().atMost(SOON).until(certificates::trusted);
    var before = bundle("pods.metrics-sidecar.io");

    wipeTrust();

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(bundle("pods.metrics-sidecar.io")).isEqualTo(before));
    await().atMost(SOON).until(certificates::trusted);
  }

  /// The clock stands still, so nothing is refilled.
  @Test
  void answersAnotherWriterFiveTimesAndThenAtIntervals() {
    var certificates = start();
    await().atMost(SOON).until(certificates::trusted);
    var first = certificates.trustWrites();

    for (var wiped = 0; wiped < 5 - first; wiped++) {
      wipeTrust();
      await().atMost(SOON).until(certificates::trusted);
    }
    assertThat(certificates.trustWrites()).isEqualTo(5);
    wipeTrust();

    await().atMost(SOON).until(() -> !certificates.trusted());
    await().during(Duration.ofSeconds(1)).until(() -> !certificates.trusted());
    assertThat(certificates.trustWrites()).isEqualTo(5);

    now.updateAndGet(instant -> instant.plusSeconds(10));
    await().atMost(SOON).until(certificates::trusted);
    assertThat(certificates.trustWrites()).isEqualTo(6);
  }

  @Test
  void countsAuthoritiesThatItDoesNotKnow() {
    var certificates = start();
    await().atMost(SOON).until(certificates::trusted);
    assertThat(certificates.foreignAuthorities()).isZero();
    var stranger = Authority.create(now.get(), new SecureRandom());
    setTrust(encoded(bundle("pods.metrics-sidecar.io").plus(stranger.certificate())));

    await().atMost(SOON).until(() -> certificates.foreignAuthorities() == 1);
    assertThat(certificates.trusted()).isTrue();
  }

  @Test
  void repairsASecretThatSomebodyHasBrokenAndGoesOnTrustingTheLeavesInUse() {
    var certificates = start();
    await().atMost(SOON).until(certificates::trusted);
    var before = bundle("pods.metrics-sidecar.io");

    for (var data : List.of(Map.of("tls.key", "Z2FyYmFnZQ=="), Map.<String, String>of())) {
      var count = served.size();
      secret().edit(secret -> new SecretBuilder(secret).withData(data).build());
      await().atMost(SOON).until(() -> served.size() > count);
    }

    await().atMost(SOON).until(certificates::trusted);
    assertThat(bundle("pods.metrics-sidecar.io").certificates())
        .hasSize(3)
        .containsAll(before.certificates());
  }

  @Test
  void restoresASecretThatSomebodyHasDeletedAsItWas() {
    var replicas = List.of(start(), start());
    await().atMost(SOON).until(() -> replicas.stream().allMatch(Certificates::trusted));
    var trusted = bundle("pods.metrics-sidecar.io");
    var before = annotatedAndDeletedDuringAReconciliation();

    await().atMost(SOON).until(() -> secret().get() != null);
    var after = secret().get();
    assertThat(after.getData()).isEqualTo(before.getData());
    assertThat(after.getType()).isEqualTo(before.getType());
    assertThat(after.getMetadata().getLabels()).isEqualTo(before.getMetadata().getLabels());
    assertThat(after.getMetadata().getAnnotations())
        .isEqualTo(before.getMetadata().getAnnotations());
    await().atMost(SOON).until(() -> replicas.stream().allMatch(Certificates::usable));
    assertThat(replicas).allMatch(Certificates::trusted);
    assertThat(bundle("pods.metrics-sidecar.io")).isEqualTo(trusted);
  }

  /// The loop sees only that there is no Secret, not its last state; the watch has brought both.
  private Secret annotatedAndDeletedDuringAReconciliation() {
    reconciliations.lock();
    try {
      annotate("touched", "true");
      await().atMost(SOON).until(() -> reconciliations.getQueueLength() == 2);
      annotate("meta.helm.sh/release-name", "metrics-sidecar");
      var before = secret().get();
      secret().delete();
      return before;
    } finally {
      reconciliations.unlock();
    }
  }

  @Test
  void renewsItsLeafWithoutTheSecretAndSaysThatItIsUnusable() {
    var certificates = start();
    await().atMost(SOON).until(certificates::trusted);
    var before = certificates.notAfter();
    refuseNewSecrets();

    secret().delete();
    await().atMost(SOON).until(() -> !certificates.usable());
    now.updateAndGet(instant -> instant.plus(Duration.ofDays(5)));

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(certificates.notAfter()).isEqualTo(before.plus(Duration.ofDays(5))));
    assertThat(certificates.trusted()).isTrue();
    assertThat(certificates.usable()).isFalse();
  }

  @Test
  void createsTheSecretIfNoReplicaHasEverSeenIt() {
    secret().delete();
    var replicas = List.of(start(), start());

    await().atMost(SOON).until(() -> replicas.stream().allMatch(Certificates::trusted));
    assertThat(secret().get().getType()).isEqualTo("Opaque");
    assertThat(bundle("pods.metrics-sidecar.io").certificates()).hasSize(1);
  }

  /// As during `helm uninstall`, which must leave no Secret behind.
  @Test
  void restoresNoSecretWhileNoWebhookConfigurationCallsIt() {
    var certificates = start();
    await().atMost(SOON).until(certificates::trusted);
    var installed = configuration().get();
    configuration().delete();
    await().atMost(SOON).until(() -> !certificates.trusted());

    secret().delete();

    await().atMost(SOON).until(() -> !certificates.usable());
    await().during(OPTIONS.waits().beforeSwitch()).until(() -> secret().get() == null);
    installed.getMetadata().setResourceVersion(null);
    client.resource(installed).create();
    await().atMost(SOON).until(() -> secret().get() != null);
  }

  @Test
  void readsASecretOfALaterFormatAndNeverWritesIt() {
    var first = start();
    await().atMost(SOON).until(first::trusted);
    first.close();
    secret()
        .edit(
            secret ->
                new SecretBuilder(secret)
                    .addToData("format", "Mg==")
                    .addToData("later", "eA==")
                    .build());
    annotate(SelfManagedCertificates.ROTATE, "please");
    var before = secret().get();

    var second = start();
    await().atMost(SOON).until(second::trusted);
    now.updateAndGet(instant -> instant.plus(Duration.ofDays(5)));
    await().atMost(SOON).until(() -> served.size() == 3);

    assertThat(secret().get()).isEqualTo(before);
  }

  /// What docs/security.md says to do after a theft of the authority's key.
  @Test
  void forgetsAStolenAuthorityWhenItsSecretIsWipedAndThenItsTrust() {
    var replicas = List.of(start(), start());
    await().atMost(SOON).until(() -> replicas.stream().allMatch(Certificates::trusted));
    var stolen = bundle("pods.metrics-sidecar.io").certificates().getFirst();

    secret().edit(secret -> new SecretBuilder(secret).withData(Map.of()).build());
    await().atMost(SOON).until(() -> bundle("pods.metrics-sidecar.io").certificates().size() == 2);
    await()
        .atMost(SOON)
        .until(() -> replicas.stream().allMatch(each -> each.foreignAuthorities() == 1));
    wipeTrust();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(bundle("pods.metrics-sidecar.io").certificates())
                    .hasSize(1)
                    .doesNotContain(stolen));
    await().atMost(SOON).until(() -> replicas.stream().allMatch(Certificates::trusted));
    assertThat(replicas).allMatch(each -> each.foreignAuthorities() == 0);
  }

  private void refuseNewSecrets() {
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/tools/secrets")
        .andReturn(403, new StatusBuilder().withCode(403).build())
        .always();
  }

  @Test
  void rotatesOnRequestWithBothAuthoritiesTrustedAndDropsTheOldAfterAWeek() {
    var replicas = List.of(start(), start());
    await().atMost(SOON).until(() -> replicas.stream().allMatch(Certificates::trusted));
    var before = bundle("pods.metrics-sidecar.io");

    annotate(SelfManagedCertificates.ROTATE, "please");

    await().atMost(SOON).until(() -> issuers(served) == 2 && served.size() >= 4);
    assertThat(replicas).allMatch(Certificates::trusted);
    var both = bundle("pods.metrics-sidecar.io");
    assertThat(both.certificates()).hasSize(2).containsAll(before.certificates());

    now.updateAndGet(instant -> instant.plus(Duration.ofDays(7)));

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(bundle("pods.metrics-sidecar.io").certificates())
                    .hasSize(1)
                    .doesNotContainAnyElementsOf(before.certificates()));
    await().atMost(SOON).until(() -> replicas.stream().allMatch(Certificates::trusted));
  }

  @Test
  void renewsItsLeafAfterTwoThirdsOfItsTime() {
    var certificates = start();
    await().atMost(SOON).until(certificates::trusted);
    var before = certificates.notAfter();

    now.updateAndGet(instant -> instant.plus(Duration.ofDays(5)));
    annotate("touched", "true");

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(certificates.notAfter()).isEqualTo(before.plus(Duration.ofDays(5))));
    assertThat(certificates.trusted()).isTrue();
  }

  private void wipeTrust() {
    setTrust(null);
  }

  private void setTrust(@Nullable String caBundle) {
    configuration()
        .edit(
            configuration -> {
              configuration
                  .getWebhooks()
                  .forEach(entry -> entry.getClientConfig().setCaBundle(caBundle));
              return configuration;
            });
  }

  private static String encoded(TrustBundle bundle) {
    return Base64.getEncoder().encodeToString(bundle.pem().getBytes(UTF_8));
  }

  private void annotate(String key, String value) {
    secret()
        .edit(
            secret ->
                secret.edit().editMetadata().addToAnnotations(key, value).endMetadata().build());
  }

  private static long issuers(List<Leaf> leaves) {
    return leaves.stream()
        .map(leaf -> leaf.certificate().getIssuerX500Principal())
        .distinct()
        .count();
  }

  private Instant readClock() {
    reconciliations.lock();
    try {
      return now.get();
    } finally {
      reconciliations.unlock();
    }
  }

  private Certificates start() {
    var certificates =
        new Certificates(
            client,
            OPTIONS,
            new Certificates.Sources(this::readClock, System::nanoTime, new SecureRandom()),
            served::add);
    started.add(certificates);
    certificates.start();
    return certificates;
  }

  private Resource<Secret> secret() {
    return client.secrets().inNamespace("tools").withName("metrics-sidecar-ca");
  }

  private Resource<MutatingWebhookConfiguration> configuration() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("00-metrics-sidecar");
  }

  private TrustBundle bundle(String name) {
    return configuration().get().getWebhooks().stream()
        .filter(entry -> entry.getName().equals(name))
        .map(entry -> entry.getClientConfig().getCaBundle())
        .map(text -> text == null ? "" : new String(Base64.getDecoder().decode(text), UTF_8))
        .map(TrustBundle::parse)
        .findFirst()
        .orElseThrow();
  }
}
