package io.metricssidecar.certs;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Unencrypted private keys of the forms that people and issuers write: PKCS #8 (RFC 5208), and the
/// older ones of one kind of key each. Elliptic curves and RSA alone: some API servers refuse
/// others.
enum PemKey {
  /// Any kind of key.
  PKCS8("PRIVATE KEY"),
  /// Elliptic curves (RFC 5915).
  SEC1("EC PRIVATE KEY"),
  /// RSA (RFC 8017).
  PKCS1("RSA PRIVATE KEY");

  private final String label;

  PemKey(String label) {
    this.label = label;
  }

  /// The form of a PEM block; empty where it is no key.
  static Optional<PemKey> labelled(String label) {
    for (var form : values()) {
      if (form.label.equals(label)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /// Reads a key; empty where it cannot be read or is of another kind.
  Optional<PrivateKey> read(byte[] content) {
    try {
      var info = info(content);
      var kind = info.getPrivateKeyAlgorithm().getAlgorithm();
      if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        return Optional.of(key("EC", info));
      }
      return kind.equals(PKCSObjectIdentifiers.rsaEncryption)
          ? Optional.of(key("RSA", info))
          : Optional.empty();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // BouncyCastle has no one exception for malformed structures, so any kind means unreadable.
      return Optional.empty();
    }
  }

  private PrivateKeyInfo info(byte[] content) throws IOException {
    return switch (this) {
      case PKCS8 -> PrivateKeyInfo.getInstance(content);
      case SEC1 -> {
        var key = ECPrivateKey.getInstance(content);
        yield new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
            key);
      }
      case PKCS1 ->
          new PrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              RSAPrivateKey.getInstance(content));
    };
  }

  private static PrivateKey key(String algorithm, PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }
}
