package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.webhook.certificates.secret.SharedSecret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The maintenance of this replica's serving certificate and of the trust in it.
public final class Certificates implements AutoCloseable {
  private final InstantSource clock;
  private final SharedSecret secret;
  private final TrustWrites writes;
  private final WebhookConfigurations configurations;
  private final ServedCertificate served;
  private final CertificateReconciler reconciler;
  private final Loop loop;

  /// @param client to the API server
  /// @param options of the certificates
  /// @param sources of time and randomness
  /// @param server notified of each leaf to serve with, instead of the one before
  public Certificates(
      KubernetesClient client, CertificateOptions options, Sources sources, Consumer<Leaf> server) {
    this.clock = sources.clock();
    this.secret = new SharedSecret(client, options.service().namespace(), options.secret());
    this.writes = new TrustWrites(sources.clock());
    this.configurations = new WebhookConfigurations(client, options, writes);
    this.served = new ServedCertificate(options, configurations, server);
    this.reconciler =
        switch (options.source()) {
          case SELF ->
              new SelfManagedCertificates(options, sources, secret, configurations, served);
          case PROVIDED, READ_ONLY ->
              new ProvidedCertificates(options, sources, secret, configurations, served);
        };
    this.loop = new Loop("certificates", options.pace(), reconciler::reconcile);
  }

  /// Sources of time and randomness.
  ///
  /// @param clock wall clock
  /// @param nanos monotonic clock, in nanoseconds
  /// @param random for keys
  public record Sources(InstantSource clock, LongSupplier nanos, SecureRandom random) {
    public Sources {
      requireNonNull(clock, "clock is null");
      requireNonNull(nanos, "nanos is null");
      requireNonNull(random, "random is null");
    }
  }

  /// Starts the watches and the loop.
  public void start() {
    secret.start(loop);
    configurations.start(loop);
    loop.start();
  }

  /// The loop, for health and metrics.
  public Loop loop() {
    return loop;
  }

  /// Whether there is a certificate to serve with, be it from the current Secret or from an earlier
  /// one.
  public boolean served() {
    return served.leaf().isPresent();
  }

  /// Whether the Secret is usable; while it is not, the last good certificate is served.
  public boolean usable() {
    return reconciler.usable();
  }

  /// The number of times that this replica has written the caBundle.
  public long trustWrites() {
    return writes.written();
  }

  /// The number of authorities that the webhook configuration trusted at the last step, and that
  /// the Secret does not name.
  public long foreignAuthorities() {
    return reconciler.foreignAuthorities();
  }

  /// Whether the API server accepts the served certificate, according to the live webhook
  /// configuration.
  public boolean trusted() {
    return served.trusted(clock.instant());
  }

  /// Expiry of the served certificate; [Instant#EPOCH] while there is none.
  public Instant notAfter() {
    return served.notAfter();
  }

  /// Stops the loop and the watches; what was written remains.
  @Override
  public void close() {
    loop.close();
    secret.close();
    configurations.close();
  }
}
