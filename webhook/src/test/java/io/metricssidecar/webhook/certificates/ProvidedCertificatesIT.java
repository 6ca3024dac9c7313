package io.metricssidecar.webhook.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.testing.apiserver.WithApiServer;
import io.metricssidecar.webhook.ReleaseObjects;
import io.metricssidecar.webhook.certificates.CertificateOptions.Source;
import io.metricssidecar.webhook.certificates.secret.SecretData;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class ProvidedCertificatesIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ServiceName SERVICE = new ServiceName("metrics-sidecar", "tools");
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final Authority FIRST = Authority.create(NOW, RANDOM);
  private static final Authority SECOND = Authority.create(NOW, RANDOM);
  private static final Leaf LEAF = leaf(FIRST);

  private KubernetesClient client;
  private Certificates certificates;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final AtomicLong nanos = new AtomicLong();
  private final List<Leaf> served = new CopyOnWriteArrayList<>();

  /// Ways in which a Secret can be of no use.
  enum Broken {
    EMPTY,
    GARBAGE,
    WRONG_KEY,
    EXPIRED,
    ANOTHERS;

    private Map<String, String> data() {
      return switch (this) {
        case EMPTY -> Map.of();
        case GARBAGE -> Map.of("tls.crt", "garbage", "tls.key", "garbage");
        case WRONG_KEY -> Map.of("tls.crt", LEAF.certificatePem(), "tls.key", leaf(FIRST).keyPem());
        case EXPIRED ->
            ProvidedCertificatesIT.data(
                FIRST.issue(SERVICE, NOW.minus(Duration.ofDays(8)), RANDOM));
        case ANOTHERS ->
            ProvidedCertificatesIT.data(FIRST.issue(new ServiceName("web", "shop"), NOW, RANDOM));
      };
    }
  }

  @BeforeEach
  void install() {
    client.resource(ReleaseObjects.configuration("pods.metrics-sidecar.io")).create();
  }

  @AfterEach
  void stop() {
    certificates.close();
  }

  @Test
  void servesWithTheSecretAndKeepsTheTrustThatItSays() {
    write(data(LEAF, FIRST));
    start(Source.PROVIDED);

    await().atMost(SOON).until(certificates::trusted);
    assertThat(served).containsExactly(LEAF);
    assertThat(bundle()).isEqualTo(TrustBundle.EMPTY.plus(FIRST.certificate()));

    trustNobody();

    await().atMost(SOON).until(() -> bundle().contains(FIRST.certificate()));
  }

  @Test
  void writesNothingWhereSomebodyElseKeepsTheTrust() {
    write(data(LEAF, FIRST));
    start(Source.READ_ONLY);
    await().atMost(SOON).until(() -> served.equals(List.of(LEAF)));

    trust(FIRST);

    await().atMost(SOON).until(certificates::trusted);
    trustNobody();
    await().atMost(SOON).until(() -> !certificates.trusted());
    // What it says of the Secret shows that it has looked at all of it once more.
    write(Broken.GARBAGE.data());
    await().atMost(SOON).until(() -> !certificates.usable());
    assertThat(bundle()).isEqualTo(TrustBundle.EMPTY);
  }

  @Test
  void waitsForASecretThatDoesNotExist() {
    start(Source.PROVIDED);
    assertThat(certificates.served()).isFalse();
    assertThat(certificates.usable()).isFalse();
    assertThat(certificates.notAfter()).isEqualTo(Instant.EPOCH);

    write(data(LEAF, FIRST));

    await().atMost(SOON).until(certificates::trusted);
    assertThat(certificates.usable()).isTrue();
    assertThat(certificates.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(7)));
  }

  @ParameterizedTest
  @EnumSource
  void goesOnServingWithTheLastGoodCertificateWhileTheSecretIsBroken(Broken broken) {
    write(data(LEAF, FIRST));
    start(Source.PROVIDED);
    await().atMost(SOON).until(certificates::trusted);

    write(broken.data());
    await().atMost(SOON).until(() -> !certificates.usable());

    assertThat(served).containsExactly(LEAF);
    assertThat(certificates.trusted()).isTrue();
    var repaired = leaf(FIRST);
    write(data(repaired, FIRST));
    timePassesUntil(WAIT, () -> served.equals(List.of(LEAF, repaired)));
    assertThat(certificates.usable()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void isNotTrustedWhereTheSecretWasNeverGood(Broken broken) {
    write(broken.data());
    start(Source.PROVIDED);

    // The trust shows that the Secret has been looked at.
    write(withAuthority(broken.data(), SECOND));
    await().atMost(SOON).until(() -> bundle().contains(SECOND.certificate()));

    assertThat(served).isEmpty();
    assertThat(List.of(certificates.served(), certificates.usable(), certificates.trusted()))
        .containsOnly(false);
  }

  @Test
  void renewedCertificateOfATrustedAuthorityIsServed() {
    write(data(LEAF, FIRST));
    start(Source.PROVIDED);
    await().atMost(SOON).until(certificates::trusted);

    var renewed = renew();

    timePassesUntil(WAIT, () -> served.equals(List.of(LEAF, renewed)));
    assertThat(certificates.trusted()).isTrue();
  }

  /// The same as with an authority of our own: first the trust, then the certificate.
  @Test
  void certificateOfAnotherAuthorityIsServedOnceTheTrustHasTravelled() {
    write(data(LEAF, FIRST));
    start(Source.PROVIDED);
    await().atMost(SOON).until(certificates::trusted);
    var other = leaf(SECOND);

    write(data(other, SECOND));
    await()
        .atMost(SOON)
        .until(
            () ->
                bundle()
                    .equals(
                        TrustBundle.EMPTY.plus(FIRST.certificate()).plus(SECOND.certificate())));
    assertThat(served).containsExactly(LEAF);

    timePassesUntil(WAIT, () -> served.equals(List.of(LEAF, other)));
    assertThat(certificates.trusted()).isTrue();
  }

  @Test
  void anEarlierAuthorityIsTrustedForTheOverlapAlone() {
    trust(SECOND);
    write(data(LEAF, FIRST));
    start(Source.PROVIDED);
    await().atMost(SOON).until(certificates::trusted);
    assertThat(bundle().contains(SECOND.certificate())).isTrue();

    timePassesUntil(
        Duration.ofDays(7), () -> bundle().equals(TrustBundle.EMPTY.plus(FIRST.certificate())));
    assertThat(certificates.trusted()).isTrue();
  }

  private void start(Source source) {
    var options =
        new CertificateOptions(
            source, SERVICE, "provided", "00-metrics-sidecar", new Waits(WAIT, Duration.ofDays(7)));
    certificates =
        new Certificates(
            client, options, new Certificates.Sources(now::get, nanos::get, RANDOM), served::add);
    certificates.start();
  }

  private Leaf renew() {
    var renewed = leaf(FIRST);
    write(data(renewed, FIRST));
    return renewed;
  }

  private void write(Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("tools")
                .withName("provided")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(SecretData.encoded(data))
                .build())
        .createOr(existing -> existing.update());
  }

  /// Step by step, because the time since when trust was seen is measured. Each step wakes the loop
  /// by a change that makes no difference.
  private void timePassesUntil(Duration step, BooleanSupplier condition) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              var passed = Long.toString(nanos.addAndGet(step.toNanos()));
              secret().edit(secret -> annotated(secret, passed));
              return condition.getAsBoolean();
            });
  }

  private static Secret annotated(Secret secret, String value) {
    return secret.edit().editMetadata().addToAnnotations("touched", value).endMetadata().build();
  }

  private Resource<Secret> secret() {
    return client.secrets().inNamespace("tools").withName("provided");
  }

  private void trust(Authority authority) {
    var pem = authority.certificatePem().getBytes(UTF_8);
    setBundle(Base64.getEncoder().encodeToString(pem));
  }

  private void trustNobody() {
    setBundle("");
  }

  private void setBundle(String encoded) {
    configuration()
        .edit(
            configuration -> {
              configuration.getWebhooks().getFirst().getClientConfig().setCaBundle(encoded);
              return configuration;
            });
  }

  private Resource<MutatingWebhookConfiguration> configuration() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("00-metrics-sidecar");
  }

  private TrustBundle bundle() {
    return CaBundles.of(configuration().get()).trusted();
  }

  private static Leaf leaf(Authority authority) {
    return authority.issue(SERVICE, NOW, RANDOM);
  }

  private static Map<String, String> data(Leaf leaf) {
    return Map.of("tls.crt", leaf.certificatePem(), "tls.key", leaf.keyPem());
  }

  private static Map<String, String> data(Leaf leaf, Authority authority) {
    return withAuthority(data(leaf), authority);
  }

  private static Map<String, String> withAuthority(Map<String, String> data, Authority authority) {
    var all = new HashMap<>(data);
    all.put("ca.crt", authority.certificatePem());
    return all;
  }
}
