package io.metricssidecar.injection.options;

import java.util.Optional;
import java.util.regex.Pattern;

/// The version of an API server, which decides the default [Placement].
///
/// @param major the first number, 1 for all of Kubernetes so far
/// @param minor the second number
public record ServerVersion(int major, int minor) implements Comparable<ServerVersion> {
  /// The first version in whose clusters every kubelet supports restartable init containers: they
  /// are enabled by default since 1.29 (KEP-753), and a kubelet is at most three minor versions
  /// older than its API server (version skew policy).
  private static final ServerVersion NATIVE_SIDECARS = new ServerVersion(1, 32);

  private static final Pattern TEXT = Pattern.compile("v?(\\d+)\\.(\\d+)(\\.\\d+)?");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,6})\\D*");

  /// Parses the fields of `/version`, where some vendors write `33+`; empty where one is not a
  /// number.
  public static Optional<ServerVersion> parse(String major, String minor) {
    var first = NUMBER.matcher(major);
    var second = NUMBER.matcher(minor);
    return first.matches() && second.matches()
        ? Optional.of(
            new ServerVersion(Integer.parseInt(first.group(1)), Integer.parseInt(second.group(1))))
        : Optional.empty();
  }

  /// Parses a version as people write it, such as `1.36` or `v1.36.3`; empty for other texts.
  public static Optional<ServerVersion> parse(String text) {
    var written = TEXT.matcher(text);
    return written.matches() ? parse(written.group(1), written.group(2)) : Optional.empty();
  }

  /// The placement of sidecars in clusters of this version.
  public Placement placement() {
    return compareTo(NATIVE_SIDECARS) >= 0 ? Placement.NATIVE_SIDECAR : Placement.CONTAINER;
  }

  @Override
  public int compareTo(ServerVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }
}
