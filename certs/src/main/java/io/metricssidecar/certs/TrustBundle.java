package io.metricssidecar.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The authorities that a verifier trusts: a set, always written in the same order, so that
/// replicas which know the same authorities write the same bytes.
///
/// @param certificates without duplicates, sorted by end of life and serial number
public record TrustBundle(List<X509Certificate> certificates) {
  private static final Comparator<X509Certificate> ORDER =
      Comparator.comparing(X509Certificate::getNotAfter)
          .thenComparing(X509Certificate::getSerialNumber);

  /// Trusts nobody. Made after the order that its constructor uses.
  public static final TrustBundle EMPTY = new TrustBundle(List.of());

  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
  private static final int DNS_NAME = 2;

  public TrustBundle {
    certificates = certificates.stream().distinct().sorted(ORDER).toList();
  }

  /// Reads PEM; what is no certificate is left out, null is the empty bundle.
  public static TrustBundle parse(@Nullable String pem) {
    return new TrustBundle(Pem.certificates(pem));
  }

  /// With one authority more.
  public TrustBundle plus(X509Certificate authority) {
    return union(new TrustBundle(List.of(authority)));
  }

  /// Whom either trusts.
  public TrustBundle union(TrustBundle other) {
    return new TrustBundle(
        Stream.concat(certificates.stream(), other.certificates.stream()).toList());
  }

  /// Without the authorities whose time has passed.
  public TrustBundle withoutExpired(Instant now) {
    return new TrustBundle(
        certificates.stream()
            .filter(certificate -> now.isBefore(certificate.getNotAfter().toInstant()))
            .toList());
  }

  /// Whether it trusts this authority.
  public boolean contains(X509Certificate authority) {
    return certificates.contains(authority);
  }

  /// As PEM; the empty text for the empty bundle.
  public String pem() {
    return certificates.stream().map(Pem::of).collect(Collectors.joining());
  }

  /// Whether a client that trusts this bundle would accept the leaf under this name now: the path
  /// by PKIX (RFC 5280 §6), the purpose and the name.
  public boolean accepts(Leaf leaf, String dnsName, Instant now) {
    return hasPath(leaf.certificate(), now) && servesAs(leaf.certificate(), dnsName);
  }

  private boolean hasPath(X509Certificate leaf, Instant now) {
    var anchors = anchors(now);
    if (anchors.isEmpty()) {
      return false;
    }
    try {
      var parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (CertPathValidatorException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PKIX", e);
    }
  }

  /// The authorities that hold now: PKIX itself does not look at an anchor's validity (RFC 5280
  /// §6.1.1), the API server does.
  private Set<TrustAnchor> anchors(Instant now) {
    return certificates.stream()
        .filter(certificate -> Validity.of(certificate).covers(now))
        .map(certificate -> new TrustAnchor(certificate, null))
        .collect(Collectors.toSet());
  }

  private static boolean servesAs(X509Certificate leaf, String dnsName) {
    try {
      var purposes = leaf.getExtendedKeyUsage();
      var names = leaf.getSubjectAlternativeNames();
      return purposes != null
          && purposes.contains(SERVER_AUTHENTICATION)
          && names != null
          && names.stream().anyMatch(name -> isDnsName(name, dnsName));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static boolean isDnsName(Collection<?> name, String dnsName) {
    var parts = List.copyOf(name);
    return parts.getFirst().equals(DNS_NAME) && parts.getLast().equals(dnsName);
  }
}
