package io.metricssidecar.certs.rotation;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Chain;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.pem.Pem;
import io.metricssidecar.certs.x509.KeyMaterial;
import io.metricssidecar.certs.x509.Refusal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a Secret of type `kubernetes.io/tls` holds that somebody else fills, as cert-manager does
/// or a person.
public sealed interface ProvidedSecret {
  /// Key of the certificate and its intermediates.
  String CERTIFICATE = "tls.crt";

  /// Key of the private key.
  String KEY = "tls.key";

  /// Key of the authorities that clients should trust; may be missing.
  String AUTHORITIES = "ca.crt";

  /// Whom to trust, by the Secret; empty where it does not say.
  TrustBundle authorities();

  /// A certificate that can be served with now.
  ///
  /// @param leaf with its key
  /// @param authorities see [#authorities]
  record Usable(Leaf leaf, TrustBundle authorities) implements ProvidedSecret {
    public Usable {
      requireNonNull(leaf, "leaf is null");
      requireNonNull(authorities, "authorities is null");
    }
  }

  /// Nothing to serve with; whoever has something goes on with that.
  ///
  /// @param refusal why
  /// @param authorities see [#authorities]
  record Unusable(Refusal refusal, TrustBundle authorities) implements ProvidedSecret {
    public Unusable {
      requireNonNull(refusal, "refusal is null");
      requireNonNull(authorities, "authorities is null");
    }
  }

  /// Reads a Secret.
  ///
  /// @param data decoded; null is a Secret that does not exist or has no data
  /// @param service that the certificate must be for
  /// @param now by the wall clock
  static ProvidedSecret read(@Nullable Map<String, String> data, ServiceName service, Instant now) {
    var content = data == null ? Map.<String, String>of() : data;
    var authorities = TrustBundle.parse(content.get(AUTHORITIES));
    var certificate = content.getOrDefault(CERTIFICATE, "");
    var key = content.getOrDefault(KEY, "");
    if (certificate.isBlank() || key.isBlank()) {
      return new Unusable(Refusal.MISSING, authorities);
    }
    var chain = Chain.parse(certificate);
    var secret = Pem.privateKey(key);
    if (chain.isEmpty() || secret.isEmpty()) {
      return new Unusable(Refusal.UNREADABLE, authorities);
    }
    var leaf = new Leaf(chain.get(), secret.get());
    return fault(leaf, service, now)
        .<ProvidedSecret>map(refusal -> new Unusable(refusal, authorities))
        .orElseGet(() -> new Usable(leaf, authorities));
  }

  private static Optional<Refusal> fault(Leaf leaf, ServiceName service, Instant now) {
    return matches(leaf.certificate(), leaf.key())
        ? leaf.chain().fault(service.verified(), now)
        : Optional.of(Refusal.OTHER_KEY);
  }

  private static boolean matches(X509Certificate certificate, PrivateKey key) {
    return KeyMaterial.match(certificate.getPublicKey(), key);
  }

  /// What a webhook configuration has to trust where we keep its trust. It is never emptied, and
  /// keeps what it trusts beside what the Secret says until the Secret has said so for so long that
  /// no replica serves with an earlier certificate any more.
  ///
  /// @param live what it trusts already
  /// @param settled for how long the Secret has held what it holds
  /// @param now by the wall clock
  /// @param waits of a rotation
  default TrustBundle trusting(TrustBundle live, Duration settled, Instant now, Waits waits) {
    if (authorities().equals(TrustBundle.EMPTY)) {
      return live;
    }
    return complete(now) && settled.compareTo(waits.beforeDrop()) >= 0
        ? authorities()
        : live.withoutExpired(now).union(authorities());
  }

  /// Whether the authorities of the Secret are those of its certificate: only then may others go.
  private boolean complete(Instant now) {
    return switch (this) {
      case Usable(var leaf, var authorities) -> authorities.signed(leaf, now);
      case Unusable _ -> false;
    };
  }
}
