package io.metricssidecar.certs.rotation;

import io.metricssidecar.certs.x509.CertificateSummary;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The times at which authorities stopped signing. An entry whose authority is no longer in the
/// bundle is a tombstone. Only tombstones are removed from a webhook configuration, because an
/// authority that is unknown to a replica may be another replica's newest.
///
/// @param since the time by SHA-256 fingerprint in hexadecimal
public record Retirements(Map<String, Instant> since) {
  /// No retirements.
  public static final Retirements NONE = new Retirements(Map.of());

  public Retirements {
    since = Map.copyOf(since);
  }

  /// The retirements of a text with one line each, the instant and the fingerprint. Malformed lines
  /// are skipped; null is the empty text.
  static Retirements parse(@Nullable String text) {
    var since = new TreeMap<String, Instant>();
    (text == null ? "" : text)
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> instant(parts[0]).ifPresent(at -> since.put(parts[1], at)));
    return new Retirements(since);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The text that [#parse] reads back, always in the same order.
  String text() {
    return new TreeMap<>(since)
        .entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
            .collect(Collectors.joining());
  }

  /// True if the authority retired at `moment` or before.
  boolean before(X509Certificate authority, Instant moment) {
    var at = since.get(CertificateSummary.fingerprint(authority));
    return at != null && !at.isAfter(moment);
  }

  /// These and one more; an earlier entry of the same authority is kept.
  Retirements plus(X509Certificate authority, Instant now) {
    var more = new TreeMap<>(since);
    more.putIfAbsent(CertificateSummary.fingerprint(authority), now);
    return new Retirements(more);
  }

  /// These without an authority that signs or will sign.
  Retirements minus(X509Certificate authority) {
    var fingerprint = CertificateSummary.fingerprint(authority);
    return filtered(entry -> !entry.getKey().equals(fingerprint));
  }

  /// The retirements after `moment`.
  Retirements after(Instant moment) {
    return filtered(entry -> entry.getValue().isAfter(moment));
  }

  /// These with every instant after `latest` replaced by `now`.
  Retirements notAfter(Instant latest, Instant now) {
    return new Retirements(
        since.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> entry.getValue().isAfter(latest) ? now : entry.getValue())));
  }

  private Retirements filtered(Predicate<Map.Entry<String, Instant>> kept) {
    return new Retirements(
        since.entrySet().stream()
            .filter(kept)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}
