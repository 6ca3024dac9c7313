package io.metricssidecar.injection.options;

import java.util.Optional;
import java.util.stream.Stream;

/// When a kubelet pulls an image.
public enum PullPolicy {
  ALWAYS("Always"),
  IF_NOT_PRESENT("IfNotPresent"),
  NEVER("Never");

  private final String text;

  PullPolicy(String text) {
    this.text = text;
  }

  /// In the words of Kubernetes.
  public String text() {
    return text;
  }

  /// Reads the words of Kubernetes; empty for anything else.
  public static Optional<PullPolicy> parse(String text) {
    return Stream.of(values()).filter(policy -> policy.text.equals(text)).findFirst();
  }
}
