package io.metricssidecar.injection.limits;

import java.util.Locale;

/// A resource that the sidecar requests and that has a limit.
public enum Resource {
  /// In cores.
  CPU,
  /// In bytes.
  MEMORY;

  private final String key = name().toLowerCase(Locale.ROOT);

  /// The key in `requests` and `limits` of a container.
  public String key() {
    return key;
  }
}
