package io.metricssidecar.certs;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the shared Secret holds, as far as it can be read. All replicas sign their leaves with the
/// same authority, and a client must trust the whole bundle.
///
/// @param bundle the authorities to trust; empty where the Secret has none that can be read
/// @param signing the authority that signs; empty where the Secret has none that can be used
/// @param blank whether there is nothing at all, as the chart creates it
public record CaSecret(TrustBundle bundle, Optional<Authority> signing, boolean blank) {
  /// Key of the bundle.
  public static final String BUNDLE = "ca.crt";

  /// Key of the signing authority's certificate.
  public static final String CERTIFICATE = "tls.crt";

  /// Key of the signing authority's private key.
  public static final String KEY = "tls.key";

  public CaSecret {
    requireNonNull(bundle, "bundle is null");
    requireNonNull(signing, "signing is null");
  }

  /// Reads the decoded data of the Secret; null is a Secret without data.
  public static CaSecret read(@Nullable Map<String, String> data) {
    var content = data == null ? Map.<String, String>of() : data;
    return new CaSecret(
        TrustBundle.parse(content.get(BUNDLE)),
        Authority.read(content.get(CERTIFICATE), content.get(KEY)),
        content.values().stream().allMatch(String::isBlank));
  }

  /// The data to write: this authority signs, the bundle and the authority itself are trusted.
  public static Map<String, String> data(Authority signing, TrustBundle bundle) {
    return Map.of(
        BUNDLE, bundle.plus(signing.certificate()).pem(),
        CERTIFICATE, signing.certificatePem(),
        KEY, signing.keyPem());
  }
}
