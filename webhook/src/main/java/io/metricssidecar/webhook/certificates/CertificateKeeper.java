package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.CaSecret;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.Rotation;
import io.metricssidecar.certs.Rotation.Observed;
import io.metricssidecar.certs.Rotation.Step;
import io.metricssidecar.webhook.loop.Loop;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this replica's certificate good and trusted. There is no leader: every replica does the
/// same, whoever writes the Secret first wins by its resource version, and the others adopt.
///
/// A new leaf is served only once the live webhook configurations have trusted its authority for
/// long enough; until then the old one stays, so that no review is lost while trust travels.
public final class CertificateKeeper implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CertificateKeeper.class);

  /// By the wall clock: timers stand still while a machine sleeps, certificates do not.
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  private final KeptObjects objects;
  private final Sources sources;
  private final Consumer<Leaf> server;
  private final SharedSecret secret;
  private final WebhookConfigurations configurations;
  private final Stopwatches<X509Certificate> trust;
  private final Stopwatches<Map<String, String>> contents;
  private final Loop loop;
  private @Nullable Leaf candidate;
  private volatile @Nullable Leaf serving;

  /// @param client to the API server
  /// @param objects to keep
  /// @param sources of time and randomness
  /// @param server takes each leaf to serve with; may be called again with another
  public CertificateKeeper(
      KubernetesClient client, KeptObjects objects, Sources sources, Consumer<Leaf> server) {
    this.objects = requireNonNull(objects, "objects is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.server = requireNonNull(server, "server is null");
    this.secret = new SharedSecret(client, objects);
    this.configurations = new WebhookConfigurations(client, objects);
    this.trust = new Stopwatches<>(sources.nanos());
    this.contents = new Stopwatches<>(sources.nanos());
    this.loop = new Loop("certificates", pace(objects), this::reconcile);
  }

  private static Loop.Pace pace(KeptObjects objects) {
    var wait = objects.waits().beforeSwitch();
    var interval = wait.compareTo(LONGEST_INTERVAL) < 0 ? wait : LONGEST_INTERVAL;
    return new Loop.Pace(interval, Duration.ofMillis(20));
  }

  /// Where time and randomness come from.
  ///
  /// @param clock of the wall
  /// @param nanos of a clock that does not jump
  /// @param random for keys
  public record Sources(InstantSource clock, LongSupplier nanos, SecureRandom random) {
    public Sources {
      requireNonNull(clock, "clock is null");
      requireNonNull(nanos, "nanos is null");
      requireNonNull(random, "random is null");
    }
  }

  /// Starts to watch and to keep.
  public void start() {
    secret.start(loop);
    configurations.start(loop);
    loop.start();
  }

  /// Whether the API server would accept what is served now: by the live configuration, not by what
  /// this replica believes to have written.
  public boolean trusted() {
    var leaf = serving;
    return leaf != null && configurations.accept(leaf, sources.clock().instant());
  }

  /// When the certificate that is served expires; [Instant#EPOCH] while there is none.
  public Instant notAfter() {
    var leaf = serving;
    return leaf == null ? Instant.EPOCH : leaf.validity().notAfter();
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
    content.signing().ifPresent(signing -> serve(signing, observed));
    configurations.heal(content, now);
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

  /// Goes over to a leaf of the authority that signs: at once where what is served is not trusted
  /// anyway, else as soon as every API server must have seen the trust.
  private void serve(Authority signing, Observed observed) {
    var leaf = leaf(signing, observed.now());
    var current = serving;
    if (leaf.equals(current)) {
      return;
    }
    if (current == null
        || !configurations.accept(current, observed.now())
        || (observed.trusts(signing, objects.waits())
            && configurations.accept(leaf, observed.now()))) {
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

  /// Stops watching; what was written stays.
  @Override
  public void close() {
    loop.close();
    secret.close();
    configurations.close();
  }
}
