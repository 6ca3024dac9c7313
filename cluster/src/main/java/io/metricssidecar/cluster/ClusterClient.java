package io.metricssidecar.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.contract.process.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// The client to the API server: by the pod's ServiceAccount inside a cluster, else by a
/// kubeconfig.
public final class ClusterClient {
  /// The name of our writes in `metadata.managedFields`: the API server takes it from the user
  /// agent, up to the slash.
  public static final String MANAGER = "metrics-sidecar";

  private static final int IMPATIENT_MILLIS = 3_000;

  /// A client by the environment of the process.
  public static KubernetesClient connect() {
    return connect(
        new ConfigBuilder()
            .withUserAgent(MANAGER + "/" + Build.version(ClusterClient.class))
            .build());
  }

  /// A client by a configuration. fabric8 takes every client key for RSA unless the configuration
  /// names the algorithm; many clusters issue keys of elliptic curves, in PKCS #8 or in SEC 1.
  public static KubernetesClient connect(Config config) {
    clientKey(config).flatMap(Pem::keyAlgorithm).ifPresent(config::setClientKeyAlgo);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /// The same connection with a short timeout and without retries, for loops that come back to what
  /// failed: fabric8 repeats a request that got a 5xx ten times, with pauses, and one object that
  /// cannot be read or written would hold up all others.
  public static KubernetesClient impatient(KubernetesClient client) {
    var bounds =
        new RequestConfigBuilder()
            .withRequestTimeout(IMPATIENT_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    return client.newClient(bounds).adapt(KubernetesClient.class);
  }

  private static Optional<String> clientKey(Config config) {
    var data = config.getClientKeyData();
    if (data != null) {
      return Optional.of(new String(Base64.getMimeDecoder().decode(data), US_ASCII));
    }
    var file = config.getClientKeyFile();
    try {
      return file == null ? Optional.empty() : Optional.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      // The client itself says best what is wrong with the file.
      return Optional.empty();
    }
  }

  private ClusterClient() {}
}
