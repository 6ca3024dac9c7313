package io.metricssidecar.certs.x509;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.pem.Pem;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields of a certificate as text for people.
///
/// @param subject distinguished name
/// @param issuer distinguished name
/// @param serial in hexadecimal
/// @param names alternative names such as `DNS:web.shop.svc`; may be empty
/// @param notBefore first valid moment
/// @param notAfter last valid moment
/// @param kind `authority` or `leaf`
/// @param key algorithm and size in bits, such as `EC 256`
/// @param fingerprint SHA-256 in hexadecimal
public record CertificateSummary(
    String subject,
    String issuer,
    String serial,
    List<String> names,
    Instant notBefore,
    Instant notAfter,
    String kind,
    String key,
    String fingerprint) {
  private static final int DNS_NAME = 2;

  public CertificateSummary {
    requireNonNull(subject, "subject is null");
    requireNonNull(issuer, "issuer is null");
    requireNonNull(serial, "serial is null");
    names = List.copyOf(names);
    requireNonNull(notBefore, "notBefore is null");
    requireNonNull(notAfter, "notAfter is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(key, "key is null");
    requireNonNull(fingerprint, "fingerprint is null");
  }

  /// The summaries of all certificates of a PEM text, in its order. Unreadable ones are skipped;
  /// null is the empty text.
  public static List<CertificateSummary> parse(@Nullable String pem) {
    return Pem.certificates(pem).stream().map(CertificateSummary::of).toList();
  }

  private static CertificateSummary of(X509Certificate certificate) {
    return new CertificateSummary(
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getSerialNumber().toString(16),
        alternativeNames(certificate).map(CertificateSummary::named).toList(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        certificate.getBasicConstraints() >= 0 ? "authority" : "leaf",
        key(certificate.getPublicKey()),
        fingerprint(certificate));
  }

  /// The DNS names of a certificate, wildcards included.
  public static List<String> dnsNames(X509Certificate certificate) {
    return alternativeNames(certificate)
        .filter(name -> name.getFirst().equals(DNS_NAME))
        .map(name -> name.getLast().toString())
        .toList();
  }

  /// The SHA-256 fingerprint in hexadecimal, which identifies a certificate.
  public static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "this JDK does not support SHA-256, or cannot encode a certificate that it has read", e);
    }
  }

  /// Pairs of type and name; empty if the extension is missing or malformed.
  private static Stream<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? Stream.empty() : names.stream();
    } catch (CertificateParsingException e) {
      return Stream.empty();
    }
  }

  /// A name after its type; the types of RFC 5280 §4.2.1.6 that servers use.
  private static String named(List<?> name) {
    var kind =
        switch (name.getFirst()) {
          case Integer number when number == DNS_NAME -> "DNS";
          case Integer number when number == 1 -> "email";
          case Integer number when number == 6 -> "URI";
          case Integer number when number == 7 -> "IP";
          default -> "other";
        };
    return kind + ":" + name.getLast();
  }

  private static String key(PublicKey key) {
    return switch (key) {
      case ECPublicKey curve -> "EC " + curve.getParams().getCurve().getField().getFieldSize();
      case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
      default -> key.getAlgorithm();
    };
  }
}
