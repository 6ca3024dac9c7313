package io.metricssidecar.sidecar.connection;

import static io.metricssidecar.contract.Paths.SERVICE_ACCOUNT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The access of a process in a pod, from the environment that the kubelet sets and the token
/// volume.
///
/// @param env of the process
/// @param folder of token and CA
public record InClusterAccess(Map<String, String> env, Path folder) implements ApiAccess.Source {
  private static final String HOST = "KUBERNETES_SERVICE_HOST";
  private static final String PORT = "KUBERNETES_SERVICE_PORT";
  private static final String AUTHORITY = "ca.crt";

  /// The access of this process from the usual places.
  public static InClusterAccess of(Map<String, String> env) {
    return new InClusterAccess(env, Path.of(SERVICE_ACCOUNT));
  }

  /// Whether this process runs in a pod.
  public boolean present() {
    return !env.getOrDefault(HOST, "").isBlank();
  }

  /// One sentence where the volume has no CA, so that no API server can be verified; empty where it
  /// has one.
  public Optional<String> missingAuthority() {
    return Files.exists(folder.resolve(AUTHORITY))
        ? Optional.empty()
        : Optional.of(
            ("the token volume has no %s (ConfigMap kube-root-ca.crt): no API server is asked, and"
                    + " the pod is never shed")
                .formatted(AUTHORITY));
  }

  @Override
  public ApiAccess load() throws IOException {
    return new ApiAccess(
        env.getOrDefault(HOST, ""),
        port(),
        read(AUTHORITY),
        read("token").strip(),
        null,
        null,
        false);
  }

  private int port() throws IOException {
    try {
      return Integer.parseInt(env.getOrDefault(PORT, "443"));
    } catch (NumberFormatException e) {
      throw new IOException(PORT + " is no port number", e);
    }
  }

  private String read(String name) throws IOException {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new IOException("cannot read %s of the token volume".formatted(name), e);
    }
  }
}
