package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.regex.Pattern;

/// The image of the sidecar, its pull policy and its architectures.
///
/// @param reference such as `metrics-sidecar:0.1.0`
/// @param pullPolicy of the container
/// @param architectures of the nodes that can run it; empty where they are not known
public record SidecarImage(
    String reference, PullPolicy pullPolicy, Set<NodeArchitecture> architectures) {
  /// The grammar of references of the distribution project: host, path, tag, digest.
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:[A-Za-z0-9.-]+(?::\\d{1,5})?/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*"
              + "(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*"
              + "(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z0-9_+.-]+:[0-9a-fA-F]{32,})?");

  private static final int MAX_LENGTH = 512;

  public SidecarImage {
    requireNonNull(reference, "reference is null");
    requireNonNull(pullPolicy, "pullPolicy is null");
    architectures = Set.copyOf(architectures);
  }

  /// Whether a kubelet can parse an image reference: one that it cannot parse would keep the pod
  /// from ever being ready.
  public static boolean valid(String reference) {
    return reference.length() <= MAX_LENGTH && REFERENCE.matcher(reference).matches();
  }

  /// When a kubelet pulls an image, as `imagePullPolicy` of a container.
  public enum PullPolicy {
    ALWAYS("Always"),
    IF_NOT_PRESENT("IfNotPresent"),
    NEVER("Never");

    private final String text;

    PullPolicy(String text) {
      this.text = text;
    }

    /// The value in a manifest.
    public String text() {
      return text;
    }
  }
}
