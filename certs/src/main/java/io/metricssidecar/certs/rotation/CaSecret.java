package io.metricssidecar.certs.rotation;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.x509.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the shared Secret holds, as far as it can be read. All replicas sign their leaves with the
/// same authority, and a client must trust the whole bundle.
///
/// @param bundle the authorities to trust; empty where the Secret has none that can be read
/// @param signing the authority that signs; empty where the Secret has none that can be used
/// @param next the authority that will sign once every client trusts it; empty between rotations
/// @param retired since when the other authorities sign no more
/// @param request of a person to rotate
public record CaSecret(
    TrustBundle bundle,
    Optional<Authority> signing,
    Optional<Authority> next,
    Retirements retired,
    Request request) {
  /// Key of the bundle.
  public static final String BUNDLE = "ca.crt";

  /// Key of the signing authority's certificate.
  public static final String CERTIFICATE = "tls.crt";

  /// Key of the signing authority's private key.
  public static final String KEY = "tls.key";

  /// Key of the next authority's certificate.
  public static final String NEXT_CERTIFICATE = "next.crt";

  /// Key of the next authority's private key.
  public static final String NEXT_KEY = "next.key";

  /// Key of [Retirements].
  public static final String RETIRED = "retired";

  /// Key of the request that the last rotation has answered.
  public static final String ANSWERED = "rotate";

  /// Nothing, as the chart creates it.
  public static final CaSecret BLANK = read(null, "");

  public CaSecret {
    requireNonNull(bundle, "bundle is null");
    requireNonNull(signing, "signing is null");
    requireNonNull(next, "next is null");
    requireNonNull(retired, "retired is null");
    requireNonNull(request, "request is null");
  }

  /// A person's request to rotate: any text that differs from the one answered last.
  ///
  /// @param wanted the annotation of the Secret; empty for none
  /// @param answered the annotation when the last rotation began
  public record Request(String wanted, String answered) {
    public Request {
      requireNonNull(wanted, "wanted is null");
      requireNonNull(answered, "answered is null");
    }

    /// Whether it is not yet answered.
    boolean open() {
      return !wanted.isEmpty() && !wanted.equals(answered);
    }

    private Request answer() {
      return wanted.isEmpty() ? this : new Request(wanted, wanted);
    }
  }

  /// Reads a Secret.
  ///
  /// @param data decoded; null is a Secret without data
  /// @param wanted see [Request]
  public static CaSecret read(@Nullable Map<String, String> data, String wanted) {
    var content = data == null ? Map.<String, String>of() : data;
    return new CaSecret(
        TrustBundle.parse(content.get(BUNDLE)),
        Authority.read(content.get(CERTIFICATE), content.get(KEY)),
        Authority.read(content.get(NEXT_CERTIFICATE), content.get(NEXT_KEY)),
        Retirements.parse(content.get(RETIRED)),
        new Request(wanted, content.getOrDefault(ANSWERED, "")));
  }

  /// The data to write. What is empty has no key.
  public Map<String, String> data() {
    var data = new LinkedHashMap<String, String>();
    data.put(BUNDLE, bundle.pem());
    data.put(CERTIFICATE, signing.map(Authority::certificatePem).orElse(""));
    data.put(KEY, signing.map(Authority::keyPem).orElse(""));
    data.put(NEXT_CERTIFICATE, next.map(Authority::certificatePem).orElse(""));
    data.put(NEXT_KEY, next.map(Authority::keyPem).orElse(""));
    data.put(RETIRED, retired.text());
    data.put(ANSWERED, request.answered());
    data.values().removeIf(String::isEmpty);
    return data;
  }

  /// With another authority that signs, and none that comes next; the request is answered.
  public CaSecret signedBy(Authority authority, Instant now) {
    return new CaSecret(bundle, Optional.of(authority), Optional.empty(), retired, request.answer())
        .orderly(now);
  }

  /// With an authority that will sign, trusted from now on; the request is answered.
  public CaSecret announcing(Authority authority, Instant now) {
    return new CaSecret(bundle, signing, Optional.of(authority), retired, request.answer())
        .orderly(now);
  }

  /// The same as it has to be: the bundle holds every authority that signs or will sign, every
  /// other one has retired, nobody in the future, and what comes next holds now. By the last two
  /// rules a process with a right clock takes back what one with a wrong clock has written.
  CaSecret orderly(Instant now) {
    var valid =
        next.filter(authority -> authority.validity().covers(now))
            .filter(authority -> !signing.equals(Optional.of(authority)));
    var active =
        Stream.concat(signing.stream(), valid.stream()).map(Authority::certificate).toList();
    var trusted = bundle.union(new TrustBundle(active));
    var marked = retired.notAfter(now.plus(Validity.SKEW), now);
    for (var certificate : trusted.certificates()) {
      marked =
          active.contains(certificate) ? marked.minus(certificate) : marked.plus(certificate, now);
    }
    return new CaSecret(trusted, signing, valid, marked, request);
  }

  /// Without the authorities that retired at `moment` or before; they stay as tombstones for as
  /// long again.
  CaSecret withoutRetired(Instant moment, Instant forgotten) {
    var kept =
        bundle.certificates().stream().filter(each -> !retired.before(each, moment)).toList();
    return new CaSecret(new TrustBundle(kept), signing, next, retired.after(forgotten), request);
  }

  /// What a webhook configuration has to trust: all that is in the bundle, and of what it trusts
  /// already everything but the tombstones and what has expired without being in the bundle. One
  /// that retired later than a drop allows is no tombstone: the bundle has lost it.
  ///
  /// @param live what it trusts already
  /// @param now by the wall clock
  /// @param waits of the rotation
  public TrustBundle trusting(TrustBundle live, Instant now, Waits waits) {
    var dropped = now.minus(waits.beforeDrop());
    return new TrustBundle(
        live.union(bundle).certificates().stream()
            .filter(each -> bundle.contains(each) || keeps(each, now, dropped))
            .toList());
  }

  private boolean keeps(X509Certificate authority, Instant now, Instant dropped) {
    return !retired.before(authority, dropped) && now.isBefore(authority.getNotAfter().toInstant());
  }
}
