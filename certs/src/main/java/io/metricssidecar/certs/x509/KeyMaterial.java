package io.metricssidecar.certs.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/// Keys and serial numbers. Elliptic curve P-256: every API server accepts it, while some refuse
/// Ed25519 serving certificates.
public final class KeyMaterial {
  private static final String CURVE = "secp256r1";

  /// Of keys and certificates.
  public static final String SIGNATURE = "SHA256withECDSA";

  /// Bits of a serial number; CA/Browser Forum baseline requirements ask for at least 64.
  private static final int SERIAL_BITS = 127;

  /// A fresh key pair.
  public static KeyPair generate(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /// A positive serial number.
  public static BigInteger serial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
  }

  /// Whether the two belong together: what one signs the other verifies.
  public static boolean match(PublicKey publicKey, PrivateKey privateKey) {
    var probe = new byte[] {1, 2, 3};
    var algorithm = privateKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : SIGNATURE;
    try {
      var signer = Signature.getInstance(algorithm);
      signer.initSign(privateKey);
      signer.update(probe);
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(publicKey);
      verifier.update(probe);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private KeyMaterial() {}
}
