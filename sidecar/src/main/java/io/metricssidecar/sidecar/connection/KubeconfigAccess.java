package io.metricssidecar.sidecar.connection;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The access of a process that is run by hand, outside a cluster. fabric8 reads the file, because
/// it supports every login method of kubectl; this is the only class of the sidecar that needs it.
///
/// @param file a kubeconfig
public record KubeconfigAccess(Path file) implements ApiAccess.Source {
  @Override
  public ApiAccess load() throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("cannot read kubeconfig " + file);
    }
    try {
      var config = Config.fromKubeconfig(new File(file.toString()));
      var server = URI.create(config.getMasterUrl());
      return new ApiAccess(
          server.getHost(),
          server.getPort() < 0 ? 443 : server.getPort(),
          pem(config.getCaCertData(), config.getCaCertFile()),
          config.getAutoOAuthToken() != null ? config.getAutoOAuthToken() : config.getOauthToken(),
          pem(config.getClientCertData(), config.getClientCertFile()),
          pem(config.getClientKeyData(), config.getClientKeyFile()),
          config.isTrustCerts());
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new IOException("cannot use kubeconfig %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static @Nullable String pem(@Nullable String data, @Nullable String name)
      throws IOException {
    if (data != null && !data.isBlank()) {
      return data.contains("-----BEGIN")
          ? data
          : new String(
              Base64.getMimeDecoder().decode(data), java.nio.charset.StandardCharsets.UTF_8);
    }
    return name == null || name.isBlank() ? null : Files.readString(Path.of(name));
  }
}
