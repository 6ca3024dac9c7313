package io.metricssidecar.certs.x509;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// From when until when a certificate holds.
///
/// @param notBefore first moment
/// @param notAfter last moment
public record Validity(Instant notBefore, Instant notAfter) {
  /// How far a certificate reaches back, for peers whose clocks are behind.
  public static final Duration SKEW = Duration.ofHours(1);

  public Validity {
    requireNonNull(notBefore, "notBefore is null");
    requireNonNull(notAfter, "notAfter is null");
    if (!notBefore.isBefore(notAfter)) {
      throw new IllegalArgumentException(
          "notBefore %s is not before notAfter %s".formatted(notBefore, notAfter));
    }
  }

  /// From an hour before `now`, so long after it.
  public static Validity from(Instant now, Duration lifetime) {
    return new Validity(now.minus(SKEW), now.plus(lifetime));
  }

  /// The same from an earlier moment on; a later one changes nothing.
  public Validity since(Instant moment) {
    return moment.isBefore(notBefore) ? new Validity(moment, notAfter) : this;
  }

  /// What a certificate says.
  public static Validity of(X509Certificate certificate) {
    return new Validity(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  /// Whether `now` lies inside.
  public boolean covers(Instant now) {
    return !now.isBefore(notBefore) && !now.isAfter(notAfter);
  }

  /// Two thirds into the lifetime: when to replace, with a third left for whatever goes wrong.
  public Instant renewAt() {
    var start = notBefore.plus(SKEW);
    return start.plus(Duration.between(start, notAfter).multipliedBy(2).dividedBy(3));
  }
}
