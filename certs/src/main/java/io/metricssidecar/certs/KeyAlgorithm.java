package io.metricssidecar.certs;

import java.security.PrivateKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Of which kind a private key in a file is, whatever the form it is written in.
public final class KeyAlgorithm {
  /// `EC` or `RSA`, as the JDK calls them; empty where there is no key of these kinds.
  ///
  /// @param pem with a key; null for none
  public static Optional<String> of(@Nullable String pem) {
    return Pem.privateKey(pem).map(PrivateKey::getAlgorithm);
  }

  private KeyAlgorithm() {}
}
