package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.certs.Leaf;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Keeps the certificate that this replica serves with.
public sealed interface Certificates extends AutoCloseable
    permits SelfManagedCertificates, ProvidedCertificates {
  /// Who makes the certificate, and who keeps the trust in it.
  enum Source {
    /// Both are done here.
    SELF,
    /// Somebody fills the Secret; the trust follows the Secret's `ca.crt` and is kept here.
    PROVIDED,
    /// Somebody fills the Secret, and somebody keeps the trust; nothing is ever written.
    READ_ONLY
  }

  /// Where time and randomness come from.
  ///
  /// @param clock of the wall
  /// @param nanos of a clock that does not jump
  /// @param random for keys
  record Sources(InstantSource clock, LongSupplier nanos, SecureRandom random) {
    public Sources {
      requireNonNull(clock, "clock is null");
      requireNonNull(nanos, "nanos is null");
      requireNonNull(random, "random is null");
    }
  }

  /// The keeper for a source.
  ///
  /// @param client to the API server
  /// @param objects to keep or to read
  /// @param sources of time and randomness
  /// @param server takes each leaf to serve with; may be called again with another
  static Certificates of(
      KubernetesClient client, CertificateOptions objects, Sources sources, Consumer<Leaf> server) {
    return switch (objects.source()) {
      case SELF -> new SelfManagedCertificates(client, objects, sources, server);
      case PROVIDED, READ_ONLY -> new ProvidedCertificates(client, objects, sources, server);
    };
  }

  /// Starts to watch and to keep.
  void start();

  /// Whether there is something to serve with: now in the Secret, or earlier.
  boolean served();

  /// Whether the Secret holds what can be used; otherwise what was good last goes on serving.
  boolean usable();

  /// Whether the API server would accept what is served now: by the live configuration, not by what
  /// this replica believes to have written.
  boolean trusted();

  /// When the certificate that is served expires; [Instant#EPOCH] while there is none.
  Instant notAfter();

  /// Stops watching; what was written stays.
  @Override
  void close();
}
