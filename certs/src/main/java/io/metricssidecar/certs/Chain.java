package io.metricssidecar.certs;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.x509.CertificateFacts;
import io.metricssidecar.certs.x509.Refusal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A certificate as a server presents it.
///
/// @param certificate of the server
/// @param intermediates between it and an authority, in any order; often none
public record Chain(X509Certificate certificate, List<X509Certificate> intermediates) {
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  public Chain {
    requireNonNull(certificate, "certificate is null");
    intermediates = List.copyOf(intermediates);
  }

  /// Reads PEM, the server's own certificate first; empty where there is none.
  public static Optional<Chain> parse(@Nullable String pem) {
    var certificates = Pem.certificates(pem);
    return certificates.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chain(certificates.getFirst(), certificates.subList(1, certificates.size())));
  }

  /// As PEM, in the order in which it is read.
  public String pem() {
    return all().map(Pem::of).collect(Collectors.joining());
  }

  private Stream<X509Certificate> all() {
    return Stream.concat(Stream.of(certificate), intermediates.stream());
  }

  /// The hosts it names, wildcards included.
  public List<String> dnsNames() {
    return CertificateFacts.dnsNames(certificate);
  }

  /// What is wrong with the certificate whoever is trusted; empty where nothing is.
  ///
  /// @param dnsName by which the server is called
  /// @param now when it is called
  public Optional<Refusal> fault(String dnsName, Instant now) {
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      return Optional.of(Refusal.NOT_YET_VALID);
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      return Optional.of(Refusal.EXPIRED);
    }
    if (!forServers()) {
      return Optional.of(Refusal.NOT_FOR_SERVERS);
    }
    return dnsNames().stream().anyMatch(name -> covers(name, dnsName))
        ? Optional.empty()
        : Optional.of(Refusal.OTHER_NAME);
  }

  /// Without the extension every purpose is allowed (RFC 5280 §4.2.1.12).
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

  /// A wildcard stands for exactly one label, the first (RFC 6125 §6.4.3).
  private static boolean covers(String pattern, String dnsName) {
    var wanted = dnsName.toLowerCase(Locale.ROOT);
    var known = pattern.toLowerCase(Locale.ROOT);
    var dot = wanted.indexOf('.');
    return known.equals(wanted) || (dot > 0 && known.equals("*" + wanted.substring(dot)));
  }
}
