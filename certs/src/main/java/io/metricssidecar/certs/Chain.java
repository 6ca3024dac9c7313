package io.metricssidecar.certs;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.x509.CertificateSummary;
import io.metricssidecar.certs.x509.RejectionReason;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The certificates that a server presents.
///
/// @param certificate of the server
/// @param intermediates between the certificate and an authority, in any order; often none
public record Chain(X509Certificate certificate, List<X509Certificate> intermediates) {
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  public Chain {
    requireNonNull(certificate, "certificate is null");
    intermediates = List.copyOf(intermediates);
  }

  /// The chain of a PEM text, the server's own certificate first. Empty if no certificate can be
  /// read; null is the empty text.
  public static Optional<Chain> parse(@Nullable String pem) {
    var certificates = Pem.certificates(pem);
    return certificates.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chain(certificates.getFirst(), certificates.subList(1, certificates.size())));
  }

  /// PEM that [#parse] reads back.
  public String pem() {
    return all().map(Pem::of).collect(Collectors.joining());
  }

  private Stream<X509Certificate> all() {
    return Stream.concat(Stream.of(certificate), intermediates.stream());
  }

  /// The DNS names of the certificate, wildcards included.
  public List<String> dnsNames() {
    return CertificateSummary.dnsNames(certificate);
  }

  /// The reason to reject the certificate regardless of trust: its validity, its purpose or its
  /// names. Empty if there is none.
  ///
  /// @param dnsName of the server as its client knows it
  /// @param now the moment of the connection
  public Optional<RejectionReason> rejection(String dnsName, Instant now) {
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      return Optional.of(RejectionReason.NOT_YET_VALID);
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      return Optional.of(RejectionReason.EXPIRED);
    }
    if (!forServers()) {
      return Optional.of(RejectionReason.NOT_FOR_SERVERS);
    }
    return dnsNames().stream().anyMatch(name -> covers(name, dnsName))
        ? Optional.empty()
        : Optional.of(RejectionReason.OTHER_NAME);
  }

  /// True if the certificate may be used by a server; without the extension every purpose is
  /// allowed (RFC 5280 §4.2.1.12).
  private boolean forServers() {
    try {
      var purposes = certificate.getExtendedKeyUsage();
      return purposes == null
          || purposes.contains(SERVER_AUTHENTICATION)
          || purposes.contains(ANY_PURPOSE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /// True if the name matches; a wildcard stands for exactly one label, the first (RFC 6125
  /// §6.4.3).
  private static boolean covers(String pattern, String dnsName) {
    var wanted = dnsName.toLowerCase(Locale.ROOT);
    var known = pattern.toLowerCase(Locale.ROOT);
    var dot = wanted.indexOf('.');
    return known.equals(wanted) || (dot > 0 && known.equals("*" + wanted.substring(dot)));
  }
}
