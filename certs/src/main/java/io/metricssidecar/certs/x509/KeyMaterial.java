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

/// Generator of key pairs and serial numbers. The curve is P-256, which every API server accepts,
/// while some reject Ed25519 serving certificates.
public final class KeyMaterial {
  private static final String CURVE = "secp256r1";

  /// The signature algorithm of our certificates.
  public static final String SIGNATURE = "SHA256withECDSA";

  /// Length of a serial number in bits; the CA/Browser Forum's baseline requirements demand at
  /// least 64.
  private static final int SERIAL_BITS = 127;

  /// A new key pair.
  public static KeyPair generate(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not support P-256", e);
    }
  }

  /// A random positive serial number.
  public static BigInteger serial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
  }

  /// True if the two keys are a pair: the public one verifies a signature of the private one.
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
