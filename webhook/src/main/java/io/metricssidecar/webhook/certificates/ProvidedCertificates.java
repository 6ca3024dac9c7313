package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.rotation.ProvidedSecret;
import io.metricssidecar.certs.rotation.ProvidedSecret.Unusable;
import io.metricssidecar.certs.rotation.ProvidedSecret.Usable;
import io.metricssidecar.certs.x509.RejectionReason;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves with the certificate of a Secret that somebody else fills. What cannot be used is said
/// and passed over: the last good one goes on serving, and the next change is looked at again.
final class ProvidedCertificates implements Certificates {
  private static final Logger LOGGER = LoggerFactory.getLogger(ProvidedCertificates.class);

  private final KubernetesClient client;
  private final CertificateOptions objects;
  private final Sources sources;
  private final WebhookConfigurations configurations;
  private final ServedCertificate served;
  private final Uptimes<X509Certificate> trust;
  private final Uptimes<Map<String, String>> contents;
  private final AtomicReference<Optional<RejectionReason>> problem =
      new AtomicReference<>(Optional.of(RejectionReason.MISSING));
  private final Loop loop;
  private @Nullable Watched<Secret> secret;
  private boolean said;

  /// See [Certificates#of].
  ProvidedCertificates(
      KubernetesClient client, CertificateOptions objects, Sources sources, Consumer<Leaf> server) {
    this.client = requireNonNull(client, "client is null");
    this.objects = requireNonNull(objects, "objects is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.configurations = new WebhookConfigurations(client, objects);
    this.served = new ServedCertificate(objects, configurations, server);
    this.trust = new Uptimes<>(sources.nanos());
    this.contents = new Uptimes<>(sources.nanos());
    this.loop = new Loop("certificates", objects.pace(), this::reconcile);
  }

  @Override
  public void start() {
    var named =
        client.secrets().inNamespace(objects.service().namespace()).withName(objects.secret());
    secret = Watched.start("secret", named, loop);
    configurations.start(loop);
    loop.start();
  }

  @Override
  public boolean served() {
    return served.leaf().isPresent();
  }

  @Override
  public boolean usable() {
    return problem.get().isEmpty();
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
    var watched = secret;
    if (watched == null || !watched.synced()) {
      return;
    }
    var data = watched.single().map(SecretData::decoded).orElseGet(Map::of);
    var now = sources.clock().instant();
    var settled = contents.see(Set.of(data)).getOrDefault(data, Duration.ZERO);
    var trusted = trust.see(configurations.trusted());
    var provided = ProvidedSecret.read(data, objects.service(), now);
    if (objects.source() == Source.PROVIDED) {
      configurations.heal(live -> provided.trusting(live, settled, now, objects.waits()));
    }
    switch (provided) {
      case Usable(var leaf, _) -> {
        say(Optional.empty());
        served.offer(leaf, objects.waits().settled(trusted), now);
      }
      case Unusable(var refusal, _) -> say(Optional.of(refusal));
    }
  }

  /// Once for each change, so that a Secret that stays broken does not fill the log.
  private void say(Optional<RejectionReason> found) {
    if (found.equals(problem.getAndSet(found)) && said) {
      return;
    }
    said = true;
    found.ifPresent(
        refusal ->
            LOGGER
                .atWarn()
                .addKeyValue("secret", objects.secret())
                .addKeyValue("reason", refusal.sentence())
                .addKeyValue("service", objects.service().verified())
                .addKeyValue("serving", served() ? "the last good certificate" : "nothing")
                .log("The Secret's certificate cannot be used"));
  }

  @Override
  public void close() {
    loop.close();
    if (secret != null) {
      secret.close();
    }
    configurations.close();
  }
}
