package io.metricssidecar.certs.rotation;

import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.TrustBundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;

/// Delays between the phases of a rotation.
///
/// @param beforeSwitch between the first observation of the trust in a live webhook configuration
///   and the first leaf: until every API server has it
/// @param beforeDrop between an authority's last leaf and the end of the trust in it
public record Waits(Duration beforeSwitch, Duration beforeDrop) {
  /// One minute, and the lifetime of a leaf: the minimum for production.
  public static final Waits PRODUCTION = new Waits(Duration.ofSeconds(60), Leaf.LIFETIME);

  public Waits {
    if (!beforeSwitch.isPositive() || beforeDrop.compareTo(beforeSwitch.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "beforeDrop %s is less than twice beforeSwitch %s".formatted(beforeDrop, beforeSwitch));
    }
  }

  /// The authorities that have been trusted for at least `beforeSwitch`: a leaf of theirs is
  /// accepted by every API server.
  ///
  /// @param trusted the time that each authority has been trusted
  public TrustBundle settled(Map<X509Certificate, Duration> trusted) {
    return new TrustBundle(
        trusted.entrySet().stream()
            .filter(entry -> entry.getValue().compareTo(beforeSwitch) >= 0)
            .map(Map.Entry::getKey)
            .toList());
  }
}
