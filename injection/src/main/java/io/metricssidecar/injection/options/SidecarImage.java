package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/// The image of the sidecar and when it is pulled.
///
/// @param reference such as `metrics-sidecar:0.1.0`
/// @param pullPolicy when it is pulled
public record SidecarImage(String reference, PullPolicy pullPolicy) {
  /// The grammar of the distribution project: host, path, tag, digest.
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:[A-Za-z0-9.-]+(?::\\d{1,5})?/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*"
              + "(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*"
              + "(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z0-9_+.-]+:[0-9a-fA-F]{32,})?");

  private static final int LONGEST = 512;

  public SidecarImage {
    requireNonNull(reference, "reference is null");
    requireNonNull(pullPolicy, "pullPolicy is null");
  }

  /// Whether a kubelet can make something of it: an image name that it cannot read would keep the
  /// pod from ever being ready.
  public static boolean valid(String reference) {
    return reference.length() <= LONGEST && REFERENCE.matcher(reference).matches();
  }
}
