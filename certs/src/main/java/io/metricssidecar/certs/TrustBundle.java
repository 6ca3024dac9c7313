package io.metricssidecar.certs;

import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.x509.Refusal;
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

  /// Whether a client that trusts this bundle would accept the leaf under this name now.
  public boolean accepts(Leaf leaf, String dnsName, Instant now) {
    return refusal(leaf.chain(), dnsName, now).isEmpty();
  }

  /// Why a client that trusts this bundle would not accept the certificate under this name now: its
  /// time, its purpose and its names, and the path by PKIX (RFC 5280 §6). Empty where it would.
  public Optional<Refusal> refusal(Chain chain, String dnsName, Instant now) {
    return chain
        .fault(dnsName, now)
        .or(() -> hasPath(chain, now) ? Optional.empty() : Optional.of(Refusal.UNKNOWN_AUTHORITY));
  }

  /// Whether the leaf's path ends at an authority of this bundle that holds now.
  public boolean signed(Leaf leaf, Instant now) {
    return hasPath(leaf.chain(), now);
  }

  private boolean hasPath(Chain chain, Instant now) {
    // The API server (Go's crypto/x509) looks for no issuer where the certificate itself is
    // trusted.
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
      throw new IllegalStateException("every JDK has PKIX", e);
    }
  }

  private static CertStore store(Chain chain) throws GeneralSecurityException {
    var all =
        Stream.concat(Stream.of(chain.certificate()), chain.intermediates().stream()).toList();
    return CertStore.getInstance("Collection", new CollectionCertStoreParameters(all));
  }

  /// The authorities that hold now: PKIX itself does not look at an anchor's validity (RFC 5280
  /// §6.1.1), the API server does.
  private Set<TrustAnchor> anchors(Instant now) {
    return certificates.stream()
        .filter(certificate -> !now.isBefore(certificate.getNotBefore().toInstant()))
        .filter(certificate -> !now.isAfter(certificate.getNotAfter().toInstant()))
        .map(certificate -> new TrustAnchor(certificate, null))
        .collect(Collectors.toSet());
  }
}
