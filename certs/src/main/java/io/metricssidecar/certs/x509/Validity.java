package io.metricssidecar.certs.x509;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// The validity period of a certificate, both ends included.
///
/// @param notBefore first valid moment
/// @param notAfter last valid moment
public record Validity(Instant notBefore, Instant notAfter) {
  /// Time that a new certificate is valid before it is issued, for peers whose clocks are behind.
  public static final Duration SKEW = Duration.ofHours(1);

  public Validity {
    requireNonNull(notBefore, "notBefore is null");
    requireNonNull(notAfter, "notAfter is null");
    if (!notBefore.isBefore(notAfter)) {
      throw new IllegalArgumentException(
          "notBefore %s is not before notAfter %s".formatted(notBefore, notAfter));
    }
  }

  /// The period from [#SKEW] before `now` until `lifetime` after it.
  public static Validity from(Instant now, Duration lifetime) {
    return new Validity(now.minus(SKEW), now.plus(lifetime));
  }

  /// This period, extended to begin at `moment`; unchanged if it begins earlier already.
  public Validity since(Instant moment) {
    return moment.isBefore(notBefore) ? new Validity(moment, notAfter) : this;
  }

  /// The period of a certificate.
  public static Validity of(X509Certificate certificate) {
    return new Validity(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  /// True if `now` is inside the period.
  public boolean covers(Instant now) {
    return !now.isBefore(notBefore) && !now.isAfter(notAfter);
  }

  /// The moment to replace the certificate: after two thirds of its lifetime, which leaves one
  /// third as a reserve for failures.
  public Instant renewAt() {
    var start = notBefore.plus(SKEW);
    return start.plus(Duration.between(start, notAfter).multipliedBy(2).dividedBy(3));
  }
}
