package io.metricssidecar.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Of which kind the private key of a kubeconfig is: fabric8 takes every key in PKCS#8 (RFC 5208)
/// for RSA unless it is told.
final class ClientKey {
  private ClientKey() {}

  /// The key's algorithm by its JDK name.
  ///
  /// @param data PEM in base64, as in a kubeconfig
  static String algorithm(String data) {
    var pem = new String(Base64.getMimeDecoder().decode(data), UTF_8);
    var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    try {
      var _ = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      return "EC";
    } catch (GeneralSecurityException e) {
      return "RSA";
    }
  }
}
