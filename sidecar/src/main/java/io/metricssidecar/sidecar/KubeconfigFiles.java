package io.metricssidecar.sidecar;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a kubeconfig is looked for. Apart from [KubeconfigAccess], so that a process in a pod
/// never loads the library that reads one.
final class KubeconfigFiles {
  private KubeconfigFiles() {}

  /// The file to use: the one that was named, else `kube-config.yaml` here, `KUBECONFIG`, the one
  /// in the home folder; empty where there is none.
  static Optional<Path> find(@Nullable String named, Map<String, String> env, Path home) {
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(
            Path.of("kube-config.yaml"),
            Path.of(env.getOrDefault("KUBECONFIG", "")),
            home.resolve(".kube").resolve("config"))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
