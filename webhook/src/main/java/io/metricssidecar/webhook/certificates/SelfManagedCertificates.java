package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Secret;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.rotation.CaSecret;
import io.metricssidecar.certs.rotation.Rotation;
import io.metricssidecar.certs.rotation.Rotation.Observed;
import io.metricssidecar.certs.rotation.Rotation.Step;
import io.metricssidecar.certs.rotation.Succession;
import io.metricssidecar.webhook.certificates.Certificates.Sources;
import io.metricssidecar.webhook.certificates.secret.LostSecret;
import io.metricssidecar.webhook.certificates.secret.SecretData;
import io.metricssidecar.webhook.certificates.secret.SharedSecret;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates signed by an authority of our own in the shared Secret. There is no leader: every
/// replica does the same, the first to write the Secret wins by its resource version, and the
/// others adopt what it wrote.
///
/// [ServedCertificate] decides when a new leaf replaces another.
final class SelfManagedCertificates implements CertificateReconciler {
  /// The annotation of the Secret in which any new text requests a rotation.
  static final String ROTATE = "metrics-sidecar/rotate";

  private static final Logger LOGGER = LoggerFactory.getLogger(SelfManagedCertificates.class);

  private final CertificateOptions options;
  private final Sources sources;
  private final SharedSecret secret;
  private final WebhookConfigurations configurations;
  private final ServedCertificate served;
  private final Uptimes<X509Certificate> trust;
  private final Uptimes<Map<String, String>> contents;
  private final LostSecret lost;
  private @Nullable Leaf candidate;
  private boolean unwritable;
  private volatile boolean usable;
  private volatile long foreign;

  SelfManagedCertificates(
      CertificateOptions options,
      Sources sources,
      SharedSecret secret,
      WebhookConfigurations configurations,
      ServedCertificate served) {
    this.options = requireNonNull(options, "options is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.secret = requireNonNull(secret, "secret is null");
    this.configurations = requireNonNull(configurations, "configurations is null");
    this.served = requireNonNull(served, "served is null");
    this.trust = new Uptimes<>(sources.nanos());
    this.contents = new Uptimes<>(sources.nanos());
    this.lost =
        new LostSecret(
            secret,
            new LostSecret.Conditions(
                configurations::callUs, sources.nanos(), options.waits().beforeSwitch()));
  }

  @Override
  public boolean usable() {
    return usable;
  }

  @Override
  public long foreignAuthorities() {
    return foreign;
  }

  @Override
  public void reconcile() {
    if (secret.synced()) {
      secret.latest().ifPresentOrElse(this::reconcile, this::reconcileWithoutSecret);
    }
  }

  /// Goes on with what the Secret held last, and restores it. Served first and restored last: a
  /// webhook that may not create it serves all the same.
  private void reconcileWithoutSecret() {
    usable = false;
    secret
        .last()
        .map(SelfManagedCertificates::content)
        .ifPresent(content -> maintain(content, observed(content)));
    lost.restore();
  }

  private void reconcile(Secret read) {
    lost.found();
    var content = content(read);
    var observed = observed(content);
    usable = content.signing().isPresent();
    maintain(content, observed);
    if (CaSecret.writable(SecretData.decoded(read))) {
      unwritable = false;
      rotate(read, content, observed);
    } else if (!unwritable) {
      unwritable = true;
      LOGGER
          .atWarn()
          .addKeyValue("secret", options.secret())
          .log("The Secret is of a later format, it is read and not written");
    }
  }

  private Observed observed(CaSecret content) {
    var data = content.data();
    return new Observed(
        sources.clock().instant(),
        trust.observe(configurations.trusted()),
        contents.observe(Set.of(data)).getOrDefault(data, Duration.ZERO));
  }

  private void maintain(CaSecret content, Observed observed) {
    var now = observed.now();
    var settled = options.waits().settled(observed.trusted());
    content.signing().ifPresent(signing -> served.offer(leaf(signing, now), settled, now));
    foreign = configurations.foreign(content.bundle());
    configurations.ensureTrust(
        content.bundle(), live -> content.trusting(live, now, options.waits()));
  }

  private static CaSecret content(Secret read) {
    var annotations = read.getMetadata().getAnnotations();
    var wanted = annotations == null ? "" : annotations.getOrDefault(ROTATE, "");
    return CaSecret.read(SecretData.decoded(read), wanted);
  }

  private void rotate(Secret read, CaSecret content, Observed observed) {
    var now = observed.now();
    switch (Rotation.next(content, observed, options.waits())) {
      case Step.Keep _ -> {}
      case Step.CreateAuthority(var cause) -> {
        LOGGER.atInfo().addKeyValue("cause", cause).log("Creating a certificate authority");
        var created = Authority.create(now, sources.random());
        secret.replace(read, content.signedBy(created, now).data());
      }
      case Step.AnnounceNext(var cause) -> {
        LOGGER.atInfo().addKeyValue("cause", cause).log("Announcing the next authority");
        var created = Authority.create(now, sources.random());
        secret.replace(read, content.announcing(created, now).data());
      }
      case Step.SwitchSigning(var after) -> replace(read, after, "Signing with the next authority");
      case Step.DropRetired(var after) -> replace(read, after, "Dropping retired authorities");
      case Step.Repair(var after) -> replace(read, after, "Repairing the Secret");
    }
  }

  private void replace(Secret read, CaSecret after, String step) {
    LOGGER
        .atInfo()
        .addKeyValue("secret", options.secret())
        .addKeyValue("step", step)
        .log("Rotating certificates");
    secret.replace(read, after.data());
  }

  private Leaf leaf(Authority signing, Instant now) {
    var leaf =
        Succession.leaf(
            Optional.ofNullable(candidate),
            signing,
            options.service(),
            new Succession.Sources(now, sources.random()));
    candidate = leaf;
    return leaf;
  }
}
