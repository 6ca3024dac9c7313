package io.metricssidecar.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.contract.exposition.MetricCatalog;
import io.metricssidecar.contract.exposition.MetricFamily;
import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.testing.apiserver.WithApiServer;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.server.TestReviews;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole process on a mock API server, called over TLS by who trusts what the webhook
/// configuration says.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class WebhookInClusterIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private KubernetesClient client;

  @BeforeEach
  void install() {
    client.resource(ReleaseObjects.secret()).create();
    client.resource(ReleaseObjects.configuration("pods.metrics-sidecar.io")).create();
  }

  @Test
  void whileItDrainsItIsNotReadyAndSendsItsCallersAwayWithAnAnswer() throws Exception {
    Thread stopping;
    // The second order to stop, at the end, cuts the hour short.
    try (var process = start(Map.of("SHUTDOWN_DRAIN", "1h"))) {
      await().atMost(SOON).until(() -> ready(process).equals("200 ok"));
      assertThat(review(process)).isEqualTo(new Reviewed(200, null));

      // A thread of its own: the common pool, which clients answer by, may have but one.
      stopping = Thread.ofVirtual().start(process::close);
      await().atMost(SOON).until(() -> ready(process).equals("503 not ready: stopping"));

      assertThat(review(process)).isEqualTo(new Reviewed(200, "close"));
    }
    stopping.join();
  }

  @Test
  void rotationGoesOverToAnotherCertificateOnTheSamePortAndWithTheSameConnections()
      throws Exception {
    try (var process =
        start(
            Map.of(
                "SHUTDOWN_DRAIN", "0s",
                "ROTATION_WAIT", "1s",
                "ROTATION_OVERLAP", "1h",
                "ROTATION_FLOOR", "off-for-tests"))) {
      await().atMost(SOON).until(() -> ready(process).equals("200 ok"));
      var port = process.webhookPort();
      var before = certificate(process);
      try (var kept = connect(process)) {
        secret()
            .edit(
                secret ->
                    secret
                        .edit()
                        .editMetadata()
                        .addToAnnotations("metrics-sidecar/rotate", "now")
                        .endMetadata()
                        .build());

        await().atMost(SOON).until(() -> !certificate(process).equals(before));
        assertThat(process.webhookPort()).isEqualTo(port);
        assertThat(ready(process)).isEqualTo("200 ok");
        assertThat(review(process).status()).isEqualTo(200);
        assertThat(ask(kept)).startsWith("HTTP/1.1 405");
      }
    }
  }

  @Test
  void saysWhatIsMissingWhileNoCertificateWasEverGood() throws Exception {
    try (var process = start(Map.of("SHUTDOWN_DRAIN", "0s", "CERTIFICATES", "provided"))) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(ready(process).lines())
                      .first()
                      .isEqualTo(
                          "503 not ready: certificate trusted by the webhook configuration,"
                              + " serving certificate, tls port"));
      assertThat(get(process, "/livez")).isEqualTo("200 ok");
      assertThat(get(process, "/metrics").lines())
          .contains("metrics_sidecar_webhook_secret_usable 0");
    }
  }

  @Test
  void exportsTheMetricsOfTheCatalogue() throws Exception {
    try (var process = start(Map.of("SHUTDOWN_DRAIN", "0s"))) {
      assertThat(get(process, "/metrics").lines().filter(line -> line.startsWith("# TYPE ")))
          .containsExactlyInAnyOrderElementsOf(
              MetricCatalog.of(MetricFamily.Exporter.WEBHOOK).stream()
                  .map(family -> "# TYPE " + family.exportedName() + " " + family.type().label())
                  .toList());
    }
  }

  private WebhookProcess start(Map<String, String> more) throws Exception {
    var settings =
        new HashMap<>(
            Map.of(
                "POD_NAME", "webhook-1",
                "POD_NAMESPACE", "tools",
                "WEBHOOK_PORT", "0",
                "HEALTH_PORT", "0",
                "NATIVE_SIDECAR", "false"));
    settings.putAll(more);
    return WebhookProcess.start(WebhookConfig.read(settings), () -> client);
  }

  private Resource<Secret> secret() {
    return client.secrets().inNamespace("tools").withName("metrics-sidecar-ca");
  }

  /// What a caller sees of an answer.
  private record Reviewed(int status, @Nullable String connection) {}

  private Reviewed review(WebhookProcess process) throws Exception {
    var uri = URI.create("https://localhost:%d/mutate".formatted(process.webhookPort()));
    var connection = (HttpsURLConnection) uri.toURL().openConnection();
    connection.setSSLSocketFactory(trusting().getSocketFactory());
    // The name is the Service's; readiness compares it.
    connection.setHostnameVerifier((_, _) -> true);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    try (var body = connection.getOutputStream()) {
      body.write(Json.bytes(TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod())));
    }
    var reviewed =
        new Reviewed(connection.getResponseCode(), connection.getHeaderField("Connection"));
    connection.getInputStream().readAllBytes();
    return reviewed;
  }

  private SSLSocket connect(WebhookProcess process) throws Exception {
    var socket =
        (SSLSocket) trusting().getSocketFactory().createSocket("localhost", process.webhookPort());
    socket.setSoTimeout((int) SOON.toMillis());
    socket.startHandshake();
    return socket;
  }

  private Certificate certificate(WebhookProcess process) throws Exception {
    try (var socket = connect(process)) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  /// The first line that is answered on a connection.
  private static String ask(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET /mutate HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    var line = new StringBuilder();
    for (var next = socket.getInputStream().read(); next > '\r'; ) {
      line.append((char) next);
      next = socket.getInputStream().read();
    }
    return line.toString();
  }

  private SSLContext trusting() throws GeneralSecurityException, IOException {
    var webhook =
        client
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName("00-metrics-sidecar")
            .get()
            .getWebhooks()
            .getFirst();
    var pem =
        new String(
            Base64.getDecoder().decode(webhook.getClientConfig().getCaBundle()),
            StandardCharsets.US_ASCII);
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (var authority : TrustBundle.parse(pem).certificates()) {
      store.setCertificateEntry(authority.getSerialNumber().toString(), authority);
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), new SecureRandom());
    return context;
  }

  private static String ready(WebhookProcess process) throws IOException {
    return get(process, "/readyz");
  }

  private static String get(WebhookProcess process, String path) throws IOException {
    var uri = URI.create("http://localhost:%d%s".formatted(process.healthPort(), path));
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    var status = connection.getResponseCode();
    var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    try (stream) {
      return status + " " + new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
