package io.metricssidecar.certs.rotation;

import io.metricssidecar.certs.x509.CertificateFacts;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Since when authorities sign no more. One that is here and no longer in the bundle is a
/// tombstone: only those are taken out of a webhook configuration, because an authority that a
/// replica merely does not know may be another replica's newest.
///
/// @param since by SHA-256 fingerprint in hexadecimal
public record Retirements(Map<String, Instant> since) {
  /// Nobody has retired.
  public static final Retirements NONE = new Retirements(Map.of());

  public Retirements {
    since = Map.copyOf(since);
  }

  /// Reads one line for each, the instant and the fingerprint; lines that are none are left out,
  /// null is none at all.
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

  /// The text that is read back, always in the same order.
  String text() {
    return new TreeMap<>(since)
        .entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
            .collect(Collectors.joining());
  }

  /// Whether this authority has retired at `moment` or before.
  boolean before(X509Certificate authority, Instant moment) {
    var at = since.get(CertificateFacts.fingerprint(authority));
    return at != null && !at.isAfter(moment);
  }

  /// With one more; an earlier entry of the same authority stays.
  Retirements plus(X509Certificate authority, Instant now) {
    var more = new TreeMap<>(since);
    more.putIfAbsent(CertificateFacts.fingerprint(authority), now);
    return new Retirements(more);
  }

  /// Without this authority, which signs or will sign.
  Retirements minus(X509Certificate authority) {
    var fingerprint = CertificateFacts.fingerprint(authority);
    return filtered(entry -> !entry.getKey().equals(fingerprint));
  }

  /// Without those that retired at `moment` or before.
  Retirements after(Instant moment) {
    return filtered(entry -> entry.getValue().isAfter(moment));
  }

  /// With `now` in the places of all instants after `latest`.
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
