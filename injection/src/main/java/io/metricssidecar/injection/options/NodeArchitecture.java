package io.metricssidecar.injection.options;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An architecture of nodes and images that Kubernetes is released for, by the name that Go, and so
/// the node label `kubernetes.io/arch`, has for it.
public enum NodeArchitecture {
  AMD64,
  ARM64,
  ARM,
  PPC64LE,
  S390X,
  RISCV64;

  /// The value of the node label.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The architecture of a JVM as a set of one; empty for one that is not known.
  ///
  /// @param osArch its system property `os.arch`
  public static Set<NodeArchitecture> ofJvm(String osArch) {
    var label =
        switch (osArch) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> osArch;
        };
    return Stream.of(values())
        .filter(architecture -> architecture.label().equals(label))
        .collect(Collectors.toUnmodifiableSet());
  }
}
