package io.metricssidecar.certs;

import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.x509.RejectionReason;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A set of trusted authorities, always written in the same order, so that replicas with the same
/// authorities write the same bytes.
///
/// @param certificates without duplicates, sorted by end of life and serial number
public record TrustBundle(List<X509Certificate> certificates) {
  private static final Comparator<X509Certificate> ORDER =
      Comparator.comparing(X509Certificate::getNotAfter)
          .thenComparing(X509Certificate::getSerialNumber);

  /// The bundle without authorities. Declared after `ORDER`, which its constructor uses.
  public static final TrustBundle EMPTY = new TrustBundle(List.of());

  public TrustBundle {
    certificates = certificates.stream().distinct().sorted(ORDER).toList();
  }

  /// The certificates of a PEM text. Unreadable ones are skipped; null is the empty bundle.
  public static TrustBundle parse(@Nullable String pem) {
    return new TrustBundle(Pem.certificates(pem));
  }

  /// This bundle with one more authority.
  public TrustBundle plus(X509Certificate authority) {
    return union(new TrustBundle(List.of(authority)));
  }

  /// The authorities of both bundles.
  public TrustBundle union(TrustBundle other) {
    return new TrustBundle(
        Stream.concat(certificates.stream(), other.certificates.stream()).toList());
  }

  /// This bundle without the expired authorities.
  public TrustBundle withoutExpired(Instant now) {
    return new TrustBundle(
        certificates.stream()
            .filter(certificate -> now.isBefore(certificate.getNotAfter().toInstant()))
            .toList());
  }

  /// True if the authority is in this bundle.
  public boolean contains(X509Certificate authority) {
    return certificates.contains(authority);
  }

  /// PEM of all authorities; empty for the empty bundle.
  public String pem() {
    return certificates.stream().map(Pem::of).collect(Collectors.joining());
  }

  /// True if a client that trusts this bundle accepts the leaf for this name now.
  public boolean accepts(Leaf leaf, String dnsName, Instant now) {
    return rejection(leaf.chain(), dnsName, now).isEmpty();
  }

  /// The reason why a client that trusts this bundle rejects the chain for this name now: the
  /// validity, purpose or names of its certificate, or a missing path by PKIX (RFC 5280 §6). Empty
  /// if it is accepted.
  public Optional<RejectionReason> rejection(Chain chain, String dnsName, Instant now) {
    return chain
        .rejection(dnsName, now)
        .or(
            () ->
                hasPath(chain, now)
                    ? Optional.empty()
                    : Optional.of(RejectionReason.UNKNOWN_AUTHORITY));
  }

  /// True if the leaf has a path to an authority of this bundle that is valid now.
  public boolean hasIssued(Leaf leaf, Instant now) {
    return hasPath(leaf.chain(), now);
  }

  private boolean hasPath(Chain chain, Instant now) {
    // The API server (Go's crypto/x509) needs no issuer if the certificate itself is trusted.
    if (contains(chain.certificate())) {
      return true;
    }
    var anchors = anchors(now);
    if (anchors.isEmpty()) {
      return false;
    }
    var target = new X509CertSelector();
    target.setCertificate(chain.certificate());
    try {
      var parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      parameters.addCertStore(store(chain));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (CertPathBuilderException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not support PKIX", e);
    }
  }

  private static CertStore store(Chain chain) throws GeneralSecurityException {
    var all =
        Stream.concat(Stream.of(chain.certificate()), chain.intermediates().stream()).toList();
    return CertStore.getInstance("Collection", new CollectionCertStoreParameters(all));
  }

  /// The authorities that are valid now: PKIX itself ignores the validity of an anchor (RFC 5280
  /// §6.1.1), the API server does not.
  private Set<TrustAnchor> anchors(Instant now) {
    return certificates.stream()
        .filter(certificate -> !now.isBefore(certificate.getNotBefore().toInstant()))
        .filter(certificate -> !now.isAfter(certificate.getNotAfter().toInstant()))
        .map(certificate -> new TrustAnchor(certificate, null))
        .collect(Collectors.toSet());
  }
}
