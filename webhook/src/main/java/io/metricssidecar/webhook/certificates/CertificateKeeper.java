package io.metricssidecar.webhook.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.CaSecret;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.Rotation;
import io.metricssidecar.certs.Rotation.Step;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.webhook.loop.Loop;
import io.metricssidecar.webhook.loop.Watched;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this replica's certificate good and trusted. There is no leader: every replica does the
/// same, whoever writes the Secret first wins by its resource version, and the others adopt.
///
/// A new leaf is served only once the live webhook configuration trusts its authority; until then
/// the old one stays, so that no review is lost while trust travels.
public final class CertificateKeeper implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CertificateKeeper.class);
  private static final int CONFLICT = 409;

  /// A minute, by the wall clock: timers stand still while a machine sleeps, certificates do not.
  private static final Loop.Pace PACE = new Loop.Pace(Duration.ofMinutes(1), Duration.ofMillis(20));

  private final KubernetesClient client;
  private final KeptObjects objects;
  private final Sources sources;
  private final Consumer<Leaf> server;
  private final Loop loop = new Loop("certificates", PACE, this::reconcile);
  private @Nullable Watched<Secret> secrets;
  private @Nullable Watched<MutatingWebhookConfiguration> configurations;
  private @Nullable Leaf candidate;
  private volatile @Nullable Leaf serving;

  /// @param client to the API server
  /// @param objects to keep
  /// @param sources of time and randomness
  /// @param server takes each leaf to serve with; may be called again with another
  public CertificateKeeper(
      KubernetesClient client, KeptObjects objects, Sources sources, Consumer<Leaf> server) {
    this.client = requireNonNull(client, "client is null");
    this.objects = requireNonNull(objects, "objects is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.server = requireNonNull(server, "server is null");
  }

  /// Where time and randomness come from.
  ///
  /// @param clock of the wall
  /// @param random for keys
  public record Sources(InstantSource clock, SecureRandom random) {
    public Sources {
      requireNonNull(clock, "clock is null");
      requireNonNull(random, "random is null");
    }
  }

  /// Starts to watch and to keep.
  public void start() {
    var namespace = objects.service().namespace();
    var secret = client.secrets().inNamespace(namespace).withName(objects.secret());
    var configuration =
        client
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(objects.configuration());
    secrets = Watched.start("secret", secret, loop);
    configurations = Watched.start("webhook configuration", configuration, loop);
    loop.start();
  }

  /// Whether the API server would accept what is served now: by the live configuration, not by what
  /// this replica believes to have written.
  public boolean trusted() {
    var leaf = serving;
    return leaf != null && live().accept(leaf, objects.service(), sources.clock().instant());
  }

  /// When the certificate that is served expires; [Instant#EPOCH] while there is none.
  public Instant notAfter() {
    var leaf = serving;
    return leaf == null ? Instant.EPOCH : leaf.validity().notAfter();
  }

  private void reconcile() {
    var watched = secrets;
    var secret = watched == null || !watched.synced() ? null : watched.single().orElse(null);
    if (secret == null) {
      LOGGER.atInfo().addKeyValue("secret", objects.secret()).log("Waiting for the Secret");
      return;
    }
    var now = sources.clock().instant();
    switch (Rotation.next(CaSecret.read(decoded(secret)), now)) {
      case Step.Keep(var signing, var bundle) -> publish(signing, bundle, now);
      case Step.RepairBundle(var signing, var bundle) -> {
        LOGGER.atWarn().addKeyValue("secret", objects.secret()).log("Repairing the trust bundle");
        write(secret, CaSecret.data(signing, bundle));
        publish(signing, bundle, now);
      }
      case Step.CreateAuthority(var cause, var overlap) -> {
        LOGGER.atInfo().addKeyValue("cause", cause).log("Creating a certificate authority");
        var authority = Authority.create(now, sources.random());
        if (write(secret, CaSecret.data(authority, overlap))) {
          publish(authority, overlap.plus(authority.certificate()), now);
        }
      }
    }
  }

  /// Makes the bundle trusted and serves with a leaf of the authority.
  private void publish(Authority signing, TrustBundle bundle, Instant now) {
    var leaf = leaf(signing, now);
    var live = trust(bundle, now);
    var current = serving;
    if (leaf.equals(current)) {
      return;
    }
    var service = objects.service();
    if (current == null || live.accept(leaf, service, now) || !live.accept(current, service, now)) {
      server.accept(leaf);
      serving = leaf;
      LOGGER
          .atInfo()
          .addKeyValue("authority", signing)
          .addKeyValue("notAfter", leaf.validity().notAfter())
          .log("Serving with a new certificate");
    }
  }

  private Leaf leaf(Authority signing, Instant now) {
    var known = candidate;
    if (known != null
        && signing.issued(known)
        && known.validity().covers(now)
        && now.isBefore(known.validity().renewAt())) {
      return known;
    }
    var issued = signing.issue(objects.service(), now, sources.random());
    candidate = issued;
    return issued;
  }

  /// Adds the bundle to what the live configuration trusts. Authorities that are there and that
  /// this replica does not know are kept until they expire: another replica may be ahead.
  private CaBundles trust(TrustBundle bundle, Instant now) {
    var live = live();
    var wanted = bundle.union(live.trusted()).withoutExpired(now);
    var patch = live.patch(wanted);
    if (patch.isEmpty()) {
      return live;
    }
    LOGGER
        .atInfo()
        .addKeyValue("configuration", objects.configuration())
        .addKeyValue("authorities", wanted.certificates().size())
        .log("Writing the trust bundle");
    return CaBundles.of(
        client
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(objects.configuration())
            .patch(PatchContext.of(PatchType.JSON), patch.get()));
  }

  private CaBundles live() {
    var watched = configurations;
    return CaBundles.of(watched == null ? null : watched.single().orElse(null));
  }

  /// Writes the Secret unless somebody else has in the meantime.
  private boolean write(Secret secret, Map<String, String> data) {
    var encoded = new HashMap<String, String>();
    data.forEach(
        (key, value) ->
            encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
    try {
      client.resource(new SecretBuilder(secret).withData(encoded).build()).update();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        LOGGER.atInfo().log("Another replica wrote the Secret first");
        return false;
      }
      throw e;
    }
  }

  private static Map<String, String> decoded(Secret secret) {
    var decoded = new HashMap<String, String>();
    var data = secret.getData();
    if (data != null) {
      data.forEach((key, value) -> decoded.put(key, decoded(value)));
    }
    return decoded;
  }

  private static String decoded(String value) {
    try {
      return new String(Base64.getDecoder().decode(value), UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  /// Stops watching; what was written stays.
  @Override
  public void close() {
    loop.close();
    if (secrets != null) {
      secrets.close();
    }
    if (configurations != null) {
      configurations.close();
    }
  }
}
