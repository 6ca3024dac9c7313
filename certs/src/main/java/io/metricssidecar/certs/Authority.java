package io.metricssidecar.certs;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.x509.KeyMaterial;
import io.metricssidecar.certs.x509.Validity;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// A certificate authority with its key: ECDSA P-256, valid for one year. It signs the leaves that
/// the webhook's replicas serve with, and no other authority (path length 0).
///
/// @param certificate self-signed
/// @param key of the certificate
public record Authority(X509Certificate certificate, PrivateKey key) {
  /// Validity of an authority.
  public static final Duration LIFETIME = Duration.ofDays(365);

  public Authority {
    requireNonNull(certificate, "certificate is null");
    requireNonNull(key, "key is null");
  }

  /// A new authority. Its name contains the beginning of its serial number, so that people can tell
  /// two authorities in a bundle apart.
  public static Authority create(Instant now, SecureRandom random) {
    var pair = KeyMaterial.generate(random);
    var serial = KeyMaterial.serial(random);
    var name = new X500Principal("CN=metrics-sidecar-ca-" + serial.toString(16).substring(0, 8));
    var validity = Validity.from(now, LIFETIME);
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial,
            Date.from(validity.notBefore()),
            Date.from(validity.notAfter()),
            name,
            pair.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      identify(builder, pair.getPublic(), pair.getPublic());
    } catch (CertIOException e) {
      throw new IllegalStateException("the extensions of an authority cannot be encoded", e);
    }
    return new Authority(sign(builder, pair.getPrivate(), random), pair.getPrivate());
  }

  /// The authority of a Secret. Empty if the certificate or the key is missing or unreadable, if
  /// they do not belong together, or if the certificate is not an authority's.
  public static Optional<Authority> read(@Nullable String certificatePem, @Nullable String keyPem) {
    var certificates = Pem.certificates(certificatePem);
    var key = Pem.privateKey(keyPem).filter(ECPrivateKey.class::isInstance);
    if (certificates.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    var certificate = certificates.getFirst();
    return certificate.getBasicConstraints() >= 0
            && KeyMaterial.match(certificate.getPublicKey(), key.get())
        ? Optional.of(new Authority(certificate, key.get()))
        : Optional.empty();
  }

  /// The authority of a user's two files.
  ///
  /// @throws IllegalArgumentException if the two texts are not an authority
  public static Authority parse(String certificatePem, String keyPem) {
    return read(certificatePem, keyPem)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "not a certificate authority's certificate with its own elliptic curve key"));
  }

  /// A new key and its certificate for every name of the Service. It is valid from the authority's
  /// own first moment, so that an API server whose clock is behind ours does not reject it as not
  /// yet valid.
  public Leaf issue(ServiceName service, Instant now, SecureRandom random) {
    return issue(service, now, Leaf.LIFETIME, random);
  }

  /// The same for another lifetime than [Leaf#LIFETIME]; after the authority's end nobody accepts
  /// it.
  public Leaf issue(ServiceName service, Instant now, Duration lifetime, SecureRandom random) {
    var pair = KeyMaterial.generate(random);
    var validity = Validity.from(now, lifetime).since(validity().notBefore());
    var builder =
        new JcaX509v3CertificateBuilder(
            certificate,
            KeyMaterial.serial(random),
            Date.from(validity.notBefore()),
            Date.from(validity.notAfter()),
            // At most 64 characters (RFC 5280); verifiers use the alternative names.
            new X500Principal("CN=metrics-sidecar"),
            pair.getPublic());
    describe(builder, service, pair);
    return new Leaf(sign(builder, key, random), pair.getPrivate());
  }

  private void describe(X509v3CertificateBuilder builder, ServiceName service, KeyPair pair) {
    var names =
        service.dnsNames().stream()
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      identify(builder, pair.getPublic(), certificate.getPublicKey());
    } catch (CertIOException e) {
      throw new IllegalStateException("the extensions of a leaf cannot be encoded", e);
    }
  }

  /// Adds the key identifiers, by which a verifier finds the right authority in a bundle.
  private static void identify(
      X509v3CertificateBuilder builder, PublicKey subject, PublicKey issuer)
      throws CertIOException {
    try {
      var extensions = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subject));
      builder.addExtension(
          Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuer));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not support SHA-1", e);
    }
  }

  private static X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random) {
    try {
      var signer =
          new JcaContentSignerBuilder(KeyMaterial.SIGNATURE).setSecureRandom(random).build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not support ECDSA", e);
    }
  }

  /// The validity of the certificate.
  public Validity validity() {
    return Validity.of(certificate);
  }

  /// True if this authority has signed the leaf.
  public boolean issued(Leaf leaf) {
    try {
      leaf.certificate().verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// The certificate as PEM.
  public String certificatePem() {
    return Pem.of(certificate);
  }

  /// The key as PEM. Never log it.
  public String keyPem() {
    return Pem.of(key);
  }

  /// The subject, without the key.
  @Override
  public String toString() {
    return "Authority[%s]".formatted(certificate.getSubjectX500Principal().getName());
  }
}
