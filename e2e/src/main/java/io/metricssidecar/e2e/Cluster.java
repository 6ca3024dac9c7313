package io.metricssidecar.e2e;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The cluster that `KUBECONFIG` names.
public final class Cluster implements AutoCloseable {
  private static final int SECONDS = 10;

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

  /// Connects, if we may.
  ///
  /// @throws IllegalStateException whose message tells a person why not
  public static Cluster connect(Map<String, String> env) {
    var file = requireNonNullElse(env.get("KUBECONFIG"), "");
    if (file.isBlank()) {
      throw new IllegalStateException(
          "KUBECONFIG is not set. `make e2e` and `make demo` start the testbed and set it; by hand: eval \"$(testbed/up.sh)\"");
    }
    var path = Path.of(file);
    var config = Config.fromKubeconfig(text(path));
    if (config.getClientKeyData() != null) {
      config.setClientKeyAlgo(ClientKey.algorithm(config.getClientKeyData()));
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

  /// A client that tries again when the API server is away for a moment.
  public KubernetesClient client() {
    return client;
  }

  /// A webhook configuration by name, which may not exist.
  public Resource<MutatingWebhookConfiguration> webhookConfiguration(String name) {
    return client.admissionRegistration().v1().mutatingWebhookConfigurations().withName(name);
  }

  /// A client that does not try again: what it is refused or cannot send is an exception at once.
  public KubernetesClient impatient() {
    return impatient;
  }

  /// A client that is known by a token and by nothing else; the caller closes it.
  public KubernetesClient as(String token) {
    var known = client.getConfiguration();
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl(known.getMasterUrl())
                .withCaCertData(known.getCaCertData())
                .withCaCertFile(known.getCaCertFile())
                .withTrustCerts(known.isTrustCerts())
                .withOauthToken(token)
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  /// The file that names this cluster.
  public Path kubeconfig() {
    return kubeconfig;
  }

  /// Whether this is our own testbed, the only place for cases that disrupt.
  public boolean testbed() {
    return choice.testbed();
  }

  /// The testbed's own folder, which is where its kubeconfig is.
  public Path testbedState() {
    return kubeconfig.toAbsolutePath().resolveSibling("");
  }

  /// For people: which cluster this is.
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

  /// A GET to a pod through the API server, which works wherever the pod's network does not reach.
  public Answer get(String namespace, String pod, int port, String path) {
    return send(
        impatient
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(
                uri(
                    "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
                        .formatted(namespace, pod, port, path)))
            .build());
  }

  /// A POST of JSON to a Service through the API server, by TLS.
  public Answer postTls(String namespace, String service, String path, String json) {
    return send(
        impatient
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(
                uri(
                    "/api/v1/namespaces/%s/services/https:%s:443/proxy%s"
                        .formatted(namespace, service, path)))
            .post("application/json", json)
            .build());
  }

  private String uri(String path) {
    var master = client.getMasterUrl().toString();
    return (master.endsWith("/") ? master.substring(0, master.length() - 1) : master) + path;
  }

  /// What cannot be sent counts as 503, as it does where the API server cannot reach the pod.
  private Answer send(HttpRequest request) {
    try {
      var response =
          impatient.getHttpClient().sendAsync(request, String.class).get(SECONDS, TimeUnit.SECONDS);
      return new Answer(response.code(), requireNonNullElse(response.body(), ""));
    } catch (ExecutionException | TimeoutException e) {
      return new Answer(503, String.valueOf(e.getMessage()));
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
