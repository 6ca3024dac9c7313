package io.metricssidecar.sidecar.connection;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The search path for a kubeconfig. Apart from [KubeconfigAccess], so that a process in a pod
/// never loads the library that reads one.
public final class KubeconfigFiles {
  private KubeconfigFiles() {}

  /// The file to use: the one that was named, else `kube-config.yaml` here, the first of
  /// `KUBECONFIG` that exists, the one in the home folder; empty where there is none.
  public static Optional<Path> find(@Nullable String named, Map<String, String> env, Path home) {
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    var listed = env.getOrDefault("KUBECONFIG", "").split(File.pathSeparator);
    return Stream.of(
            Stream.of(Path.of("kube-config.yaml")),
            Stream.of(listed).map(Path::of),
            Stream.of(home.resolve(".kube").resolve("config")))
        .flatMap(Function.identity())
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
