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

/// The readable content of the Secret that all replicas share. They sign their leaves with the same
/// authority, and a client must trust the whole bundle.
///
/// @param bundle the authorities to trust; empty if none is readable
/// @param signing the authority that signs; empty if none is usable
/// @param next the authority that will sign once every client trusts it; empty between rotations
/// @param retired the times at which the other authorities stopped signing
/// @param request for a rotation
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

  /// Key of the request that the last rotation has handled.
  public static final String HANDLED_REQUEST = "rotate";

  /// Key of the format of all other keys; a Secret without it has the first format.
  public static final String FORMAT = "format";

  /// The format that this version reads and writes.
  private static final String FIRST_FORMAT = "1";

  /// The empty Secret, as the chart creates it.
  public static final CaSecret BLANK = read(null, "");

  public CaSecret {
    requireNonNull(bundle, "bundle is null");
    requireNonNull(signing, "signing is null");
    requireNonNull(next, "next is null");
    requireNonNull(retired, "retired is null");
    requireNonNull(request, "request is null");
  }

  /// A person's request to rotate: any text that differs from the one handled last.
  ///
  /// @param wanted the annotation of the Secret; empty for none
  /// @param handled the annotation when the last rotation began
  public record Request(String wanted, String handled) {
    public Request {
      requireNonNull(wanted, "wanted is null");
      requireNonNull(handled, "handled is null");
    }

    /// True if it is not handled yet.
    boolean open() {
      return !wanted.isEmpty() && !wanted.equals(handled);
    }

    private Request asHandled() {
      return wanted.isEmpty() ? this : new Request(wanted, wanted);
    }
  }

  /// The content of a Secret.
  ///
  /// @param data decoded; null for a Secret without data
  /// @param wanted see [Request]
  public static CaSecret read(@Nullable Map<String, String> data, String wanted) {
    var content = data == null ? Map.<String, String>of() : data;
    return new CaSecret(
        TrustBundle.parse(content.get(BUNDLE)),
        Authority.read(content.get(CERTIFICATE), content.get(KEY)),
        Authority.read(content.get(NEXT_CERTIFICATE), content.get(NEXT_KEY)),
        Retirements.parse(content.get(RETIRED)),
        new Request(wanted, content.getOrDefault(HANDLED_REQUEST, "")));
  }

  /// Whether this version may write the Secret: it would drop what a later format has beside these
  /// keys.
  ///
  /// @param data decoded
  public static boolean writable(Map<String, String> data) {
    return data.getOrDefault(FORMAT, FIRST_FORMAT).equals(FIRST_FORMAT);
  }

  /// The data to write, without keys for empty values.
  public Map<String, String> data() {
    var data = new LinkedHashMap<String, String>();
    data.put(FORMAT, FIRST_FORMAT);
    data.put(BUNDLE, bundle.pem());
    data.put(CERTIFICATE, signing.map(Authority::certificatePem).orElse(""));
    data.put(KEY, signing.map(Authority::keyPem).orElse(""));
    data.put(NEXT_CERTIFICATE, next.map(Authority::certificatePem).orElse(""));
    data.put(NEXT_KEY, next.map(Authority::keyPem).orElse(""));
    data.put(RETIRED, retired.text());
    data.put(HANDLED_REQUEST, request.handled());
    data.values().removeIf(String::isEmpty);
    return data;
  }

  /// This content with another signing authority and no next one; the request is handled.
  public CaSecret signedBy(Authority authority, Instant now) {
    return new CaSecret(
            bundle, Optional.of(authority), Optional.empty(), retired, request.asHandled())
        .normalized(now);
  }

  /// This content with a next authority, trusted from now on; the request is handled.
  public CaSecret announcing(Authority authority, Instant now) {
    return new CaSecret(bundle, signing, Optional.of(authority), retired, request.asHandled())
        .normalized(now);
  }

  /// This content in its normal form: the bundle contains the signing and the next authority, every
  /// other one has a retirement, no retirement is in the future, and the next authority is valid
  /// now. By the last two rules a process with a correct clock reverts the writes of one with a
  /// wrong clock.
  CaSecret normalized(Instant now) {
    var valid =
        next.filter(authority -> authority.validity().covers(now))
            .filter(authority -> !signing.equals(Optional.of(authority)));
    var active =
        Stream.concat(signing.stream(), valid.stream()).map(Authority::certificate).toList();
    var trusted = bundle.union(new TrustBundle(active));
    var dated = retired.notAfter(now.plus(Validity.SKEW), now);
    for (var certificate : trusted.certificates()) {
      dated =
          active.contains(certificate) ? dated.minus(certificate) : dated.plus(certificate, now);
    }
    return new CaSecret(trusted, signing, valid, dated, request);
  }

  /// This content without the authorities that retired at `moment` or before. They are kept as
  /// tombstones; those of `forgotten` or before are removed.
  CaSecret withoutRetired(Instant moment, Instant forgotten) {
    var kept =
        bundle.certificates().stream().filter(each -> !retired.before(each, moment)).toList();
    return new CaSecret(new TrustBundle(kept), signing, next, retired.after(forgotten), request);
  }

  /// The bundle that a webhook configuration should trust: the Secret's bundle, and all that it
  /// trusts now except tombstones and expired authorities. An authority that retired less than
  /// `beforeDrop` ago is not a tombstone: if it is missing, the Secret's bundle has lost it.
  ///
  /// @param live the bundle it trusts now
  /// @param now wall clock time
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
