package io.metricssidecar.certs.rotation;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Chain;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.x509.KeyMaterial;
import io.metricssidecar.certs.x509.RejectionReason;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The content of a Secret of type `kubernetes.io/tls` that cert-manager or a person maintains.
public sealed interface ProvidedSecret {
  /// Key of the certificate and its intermediates.
  String CERTIFICATE = "tls.crt";

  /// Key of the private key.
  String KEY = "tls.key";

  /// Key of the authorities that clients should trust; optional.
  String AUTHORITIES = "ca.crt";

  /// The authorities in the Secret's `ca.crt`; empty if absent.
  TrustBundle authorities();

  /// A Secret whose certificate can be served now.
  ///
  /// @param leaf with its key
  /// @param authorities see [#authorities]
  record Usable(Leaf leaf, TrustBundle authorities) implements ProvidedSecret {
    public Usable {
      requireNonNull(leaf, "leaf is null");
      requireNonNull(authorities, "authorities is null");
    }
  }

  /// A Secret whose certificate cannot be served; a replica keeps serving its last good one.
  ///
  /// @param reason why it cannot be served
  /// @param authorities see [#authorities]
  record Unusable(RejectionReason reason, TrustBundle authorities) implements ProvidedSecret {
    public Unusable {
      requireNonNull(reason, "reason is null");
      requireNonNull(authorities, "authorities is null");
    }
  }

  /// The content of a Secret.
  ///
  /// @param data decoded; null for a Secret that does not exist or has no data
  /// @param service that the certificate must be valid for
  /// @param now wall clock time
  static ProvidedSecret read(@Nullable Map<String, String> data, ServiceName service, Instant now) {
    var content = data == null ? Map.<String, String>of() : data;
    var authorities = TrustBundle.parse(content.get(AUTHORITIES));
    var certificate = content.getOrDefault(CERTIFICATE, "");
    var key = content.getOrDefault(KEY, "");
    if (certificate.isBlank() || key.isBlank()) {
      return new Unusable(RejectionReason.MISSING, authorities);
    }
    var chain = Chain.parse(certificate);
    var secret = Pem.privateKey(key);
    if (chain.isEmpty() || secret.isEmpty()) {
      return new Unusable(RejectionReason.UNREADABLE, authorities);
    }
    var leaf = new Leaf(chain.get(), secret.get());
    return rejection(leaf, service, now)
        .<ProvidedSecret>map(reason -> new Unusable(reason, authorities))
        .orElseGet(() -> new Usable(leaf, authorities));
  }

  private static Optional<RejectionReason> rejection(Leaf leaf, ServiceName service, Instant now) {
    return matches(leaf.certificate(), leaf.key())
        ? leaf.chain().rejection(service.verified(), now)
        : Optional.of(RejectionReason.OTHER_KEY);
  }

  private static boolean matches(X509Certificate certificate, PrivateKey key) {
    return KeyMaterial.match(certificate.getPublicKey(), key);
  }

  /// The bundle that a webhook configuration should trust if we maintain it. It is never emptied.
  /// Authorities that are trusted already are kept beside those of the Secret until the Secret has
  /// been unchanged for so long that no replica can serve an earlier certificate.
  ///
  /// @param live the bundle it trusts now
  /// @param settled the time that the Secret has been unchanged
  /// @param now wall clock time
  /// @param waits of a rotation
  default TrustBundle trusting(TrustBundle live, Duration settled, Instant now, Waits waits) {
    if (authorities().equals(TrustBundle.EMPTY)) {
      return live;
    }
    return complete(now) && settled.compareTo(waits.beforeDrop()) >= 0
        ? authorities()
        : live.withoutExpired(now).union(authorities());
  }

  /// True if the Secret's authorities have issued its certificate: only then may others be removed.
  private boolean complete(Instant now) {
    return switch (this) {
      case Usable(var leaf, var authorities) -> authorities.hasIssued(leaf, now);
      case Unusable _ -> false;
    };
  }
}
