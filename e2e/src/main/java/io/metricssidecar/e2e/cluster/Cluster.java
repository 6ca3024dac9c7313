package io.metricssidecar.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.metricssidecar.certs.pem.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The cluster that `KUBECONFIG` names.
public final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ClusterChoice choice;
  private final Path kubeconfig;
  private final KubernetesClient client;
  private final KubernetesClient impatient;

  private Cluster(ClusterChoice choice, Path kubeconfig, Config config) {
    this.choice = choice;
    this.kubeconfig = kubeconfig;
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.impatient =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build())
            .build();
  }

  /// Connects to the cluster, where it may be used.
  ///
  /// @throws IllegalStateException whose message tells people why it was left alone
  public static Cluster connect(Map<String, String> env) {
    var file = requireNonNullElse(env.get("KUBECONFIG"), "");
    if (file.isBlank()) {
      throw new IllegalStateException(
          "KUBECONFIG is not set. `make e2e` and `make demo` start the testbed and set it; by hand: eval \"$(testbed/up.sh)\"");
    }
    var path = Path.of(file);
    var config = Config.fromKubeconfig(text(path));
    if (config.getClientKeyData() != null) {
      keyAlgorithm(config.getClientKeyData()).ifPresent(config::setClientKeyAlgo);
    }
    var context = config.getCurrentContext();
    var choice = new ClusterChoice(context == null ? "" : context.getName(), config.getMasterUrl());
    choice
        .refusal(requireNonNullElse(env.get(ClusterChoice.CONSENT), ""))
        .ifPresent(
            refusal -> {
              throw new IllegalStateException(refusal);
            });
    return new Cluster(choice, path, config);
  }

  /// The algorithm of a kubeconfig's private key, `EC` or `RSA`: fabric8 takes every key in PKCS #8
  /// (RFC 5208) for RSA unless it is told. Empty where there is no key of these kinds.
  ///
  /// @param data PEM in base64
  static Optional<String> keyAlgorithm(String data) {
    return Pem.keyAlgorithm(new String(Base64.getMimeDecoder().decode(data), UTF_8));
  }

  /// A client that retries while the API server is away for a moment.
  public KubernetesClient client() {
    return client;
  }

  /// A client that does not retry: a rejected or failed request is an exception at once.
  public KubernetesClient impatient() {
    return impatient;
  }

  /// The file that names this cluster.
  public Path kubeconfig() {
    return kubeconfig;
  }

  /// True on our own testbed, the only cluster for disruptive cases.
  public boolean testbed() {
    return choice.testbed();
  }

  /// The testbed's folder, in which its kubeconfig is.
  public Path testbedState() {
    return kubeconfig.toAbsolutePath().resolveSibling("");
  }

  /// One line for people: context, version, nodes and server.
  public String description() {
    var version = client.getKubernetesVersion();
    var nodes = client.nodes().list().getItems().size();
    return "%s, Kubernetes %s, %d node%s (%s)"
        .formatted(
            choice.context(),
            version.getGitVersion(),
            nodes,
            nodes == 1 ? "" : "s",
            choice.server());
  }

  /// A GET to a pod through the API server, which needs no route to the pod's network.
  public HttpAnswer get(String namespace, String pod, int port, String path) {
    return send(
        impatient
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(
                uri(
                    "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
                        .formatted(namespace, pod, port, path)))
            .build(),
        PATIENCE);
  }

  /// A POST of JSON to a Service through the API server, over TLS.
  public HttpAnswer postTls(String namespace, String service, String path, String json) {
    return post(
        "/api/v1/namespaces/%s/services/https:%s:443/proxy%s".formatted(namespace, service, path),
        json,
        PATIENCE);
  }

  /// A POST of JSON to a path of the API server.
  ///
  /// @param patience time to wait for the answer; beyond it the request counts as failed
  public HttpAnswer post(String path, String json, Duration patience) {
    return send(
        impatient
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(uri(path))
            .post("application/json", json)
            .build(),
        patience);
  }

  private String uri(String path) {
    var master = client.getMasterUrl().toString();
    return (master.endsWith("/") ? master.substring(0, master.length() - 1) : master) + path;
  }

  /// Sends a request. One that fails counts as 503, as where the API server cannot reach the pod.
  private HttpAnswer send(HttpRequest request, Duration patience) {
    try {
      var response =
          impatient
              .getHttpClient()
              .sendAsync(request, String.class)
              .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new HttpAnswer(response.code(), requireNonNullElse(response.body(), ""));
    } catch (ExecutionException | TimeoutException e) {
      return new HttpAnswer(503, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("KUBECONFIG cannot be read: " + path, e);
    }
  }

  @Override
  public void close() {
    impatient.close();
    client.close();
  }
}
