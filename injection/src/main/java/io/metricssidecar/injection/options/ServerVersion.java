package io.metricssidecar.injection.options;

import java.util.Optional;
import java.util.regex.Pattern;

/// Version of an API server, as far as we decide by it.
///
/// @param major first number
/// @param minor second number
public record ServerVersion(int major, int minor) implements Comparable<ServerVersion> {
  /// From here on every kubelet that may join (at most three minor versions older) knows
  /// restartable init containers, which are on by default since 1.29 (KEP-753, version skew
  /// policy).
  private static final ServerVersion NATIVE_SIDECARS = new ServerVersion(1, 32);

  private static final Pattern NUMBER = Pattern.compile("(\\d{1,6})\\D*");

  /// Reads what `/version` says, where some vendors put `33+`; empty where it is no number.
  public static Optional<ServerVersion> parse(String major, String minor) {
    var first = NUMBER.matcher(major);
    var second = NUMBER.matcher(minor);
    return first.matches() && second.matches()
        ? Optional.of(
            new ServerVersion(Integer.parseInt(first.group(1)), Integer.parseInt(second.group(1))))
        : Optional.empty();
  }

  /// Where a sidecar stands in a pod of such a cluster.
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
