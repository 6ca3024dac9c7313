package io.metricssidecar.certs;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// A certificate of a foreign authority, valid for a week from 2026-11-21.
///
/// @param chain to present
/// @param key of the certificate
/// @param trust holds the authority at the end of the chain
public record IssuedFixture(Chain chain, PrivateKey key, TrustBundle trust) {
  private static final Instant FROM = Instant.parse("2026-11-21T11:00:00Z");
  private static final Instant UNTIL = FROM.plus(Duration.ofDays(7));
  private static final KeyPair ROOT = pair("EC", 256);
  private static final KeyPair MIDDLE = pair("EC", 256);
  private static final KeyPair OWN = pair("EC", 256);
  private static final String ROOT_NAME = "CN=root";
  private static final String MIDDLE_NAME = "CN=middle";

  /// The contents of a certificate to sign; a null purpose means no extended key usage.
  private record Subject(String name, KeyPair pair, @Nullable KeyPurposeId purpose) {
    static Subject server(String name, KeyPair pair) {
      return new Subject(name, pair, KeyPurposeId.id_kp_serverAuth);
    }
  }

  public static IssuedFixture leaf(String dnsName) {
    return byRoot(Subject.server(dnsName, OWN));
  }

  public static IssuedFixture withRsaKey(String dnsName) {
    return byRoot(Subject.server(dnsName, pair("RSA", 2048)));
  }

  public static IssuedFixture withEdwardsKey(String dnsName) {
    return byRoot(Subject.server(dnsName, pair("Ed25519", 255)));
  }

  public static IssuedFixture client(String dnsName) {
    return byRoot(new Subject(dnsName, OWN, KeyPurposeId.id_kp_clientAuth));
  }

  public static IssuedFixture withoutPurpose(String dnsName) {
    return byRoot(new Subject(dnsName, OWN, null));
  }

  public static IssuedFixture underAnIntermediate(String dnsName) {
    var middle = authority(MIDDLE_NAME, MIDDLE, ROOT_NAME);
    var own = leaf(Subject.server(dnsName, OWN), MIDDLE_NAME, MIDDLE);
    return new IssuedFixture(new Chain(own, List.of(middle)), OWN.getPrivate(), root());
  }

  public static IssuedFixture selfSigned(String dnsName) {
    var own = leaf(Subject.server(dnsName, OWN), "CN=leaf", OWN);
    return new IssuedFixture(
        new Chain(own, List.of()), OWN.getPrivate(), TrustBundle.EMPTY.plus(own));
  }

  private static IssuedFixture byRoot(Subject subject) {
    return new IssuedFixture(
        new Chain(leaf(subject, ROOT_NAME, ROOT), List.of()), subject.pair().getPrivate(), root());
  }

  private static TrustBundle root() {
    return TrustBundle.EMPTY.plus(authority(ROOT_NAME, ROOT, ROOT_NAME));
  }

  private static X509Certificate authority(String name, KeyPair pair, String issuer) {
    var builder = builder(name, pair, issuer);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    return signed(builder, ROOT);
  }

  private static X509Certificate leaf(Subject subject, String issuer, KeyPair by) {
    var builder = builder("CN=leaf", subject.pair(), issuer);
    try {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, subject.name())));
      if (subject.purpose() != null) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(subject.purpose()));
      }
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    return signed(builder, by);
  }

  private static JcaX509v3CertificateBuilder builder(String name, KeyPair pair, String issuer) {
    return new JcaX509v3CertificateBuilder(
        new X500Principal(issuer),
        BigInteger.valueOf(name.hashCode() & Integer.MAX_VALUE),
        Date.from(FROM),
        Date.from(UNTIL),
        new X500Principal(name),
        pair.getPublic());
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair by) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
