package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.rotation.CaSecret;
import io.metricssidecar.certs.rotation.Rotation;
import io.metricssidecar.certs.rotation.Rotation.Observed;
import io.metricssidecar.certs.rotation.Rotation.Step;
import io.metricssidecar.certs.rotation.Succession;
import io.metricssidecar.cluster.loop.Loop;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this replica's certificate good and trusted. There is no leader: every replica does the
/// same, whoever writes the Secret first wins by its resource version, and the others adopt.
///
/// [ServedCertificate] says when a new leaf takes the place of another.
final class SelfManagedCertificates implements Certificates {
  private static final Logger LOGGER = LoggerFactory.getLogger(SelfManagedCertificates.class);

  private final CertificateOptions objects;
  private final Sources sources;
  private final ServedCertificate served;
  private final SharedSecret secret;
  private final WebhookConfigurations configurations;
  private final Uptimes<X509Certificate> trust;
  private final Uptimes<Map<String, String>> contents;
  private final Loop loop;
  private @Nullable Leaf candidate;
  private volatile boolean usable;

  /// See [Certificates#of].
  SelfManagedCertificates(
      KubernetesClient client, CertificateOptions objects, Sources sources, Consumer<Leaf> server) {
    this.objects = requireNonNull(objects, "objects is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.secret = new SharedSecret(client, objects);
    this.configurations = new WebhookConfigurations(client, objects);
    this.served = new ServedCertificate(objects, configurations, server);
    this.trust = new Uptimes<>(sources.nanos());
    this.contents = new Uptimes<>(sources.nanos());
    this.loop = new Loop("certificates", objects.pace(), this::reconcile);
  }

  @Override
  public void start() {
    secret.start(loop);
    configurations.start(loop);
    loop.start();
  }

  @Override
  public boolean served() {
    return served.leaf().isPresent();
  }

  @Override
  public boolean usable() {
    return usable;
  }

  @Override
  public boolean trusted() {
    return served.trusted(sources.clock().instant());
  }

  @Override
  public Instant notAfter() {
    return served.notAfter();
  }

  private void reconcile() {
    secret
        .seen()
        .ifPresentOrElse(
            this::reconcile,
            () ->
                LOGGER
                    .atInfo()
                    .addKeyValue("secret", objects.secret())
                    .log("Waiting for the Secret"));
  }

  private void reconcile(SharedSecret.Version seen) {
    var content = seen.content();
    var now = sources.clock().instant();
    var data = content.data();
    var observed =
        new Observed(
            now,
            trust.see(configurations.trusted()),
            contents.see(Set.of(data)).getOrDefault(data, Duration.ZERO));
    usable = content.signing().isPresent();
    var settled = objects.waits().settled(observed.trusted());
    content.signing().ifPresent(signing -> served.offer(leaf(signing, now), settled, now));
    configurations.heal(live -> content.trusting(live, now, objects.waits()));
    write(seen, observed);
  }

  private void write(SharedSecret.Version seen, Observed observed) {
    var content = seen.content();
    var now = observed.now();
    switch (Rotation.next(content, observed, objects.waits())) {
      case Step.Keep _ -> {}
      case Step.CreateAuthority(var cause) -> {
        LOGGER.atInfo().addKeyValue("cause", cause).log("Creating a certificate authority");
        secret.replace(seen, content.signedBy(Authority.create(now, sources.random()), now));
      }
      case Step.AnnounceNext(var cause) -> {
        LOGGER.atInfo().addKeyValue("cause", cause).log("Announcing the next authority");
        secret.replace(seen, content.announcing(Authority.create(now, sources.random()), now));
      }
      case Step.SwitchSigning(var after) -> replace(seen, after, "Signing with the next authority");
      case Step.DropRetired(var after) -> replace(seen, after, "Dropping retired authorities");
      case Step.Repair(var after) -> replace(seen, after, "Repairing the Secret");
    }
  }

  private void replace(SharedSecret.Version seen, CaSecret after, String what) {
    LOGGER
        .atInfo()
        .addKeyValue("secret", objects.secret())
        .addKeyValue("step", what)
        .log("Rotating");
    secret.replace(seen, after);
  }

  private Leaf leaf(Authority signing, Instant now) {
    var leaf =
        Succession.leaf(
            Optional.ofNullable(candidate),
            signing,
            objects.service(),
            new Succession.Sources(now, sources.random()));
    candidate = leaf;
    return leaf;
  }

  @Override
  public void close() {
    loop.close();
    secret.close();
    configurations.close();
  }
}
