package io.metricssidecar.certs.rotation;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// Selection of the leaf that a replica serves. A replica's clock may be wrong while the API
/// server's is right, so a served leaf is replaced only by one that is better by the replica's own
/// clock.
public final class Succession {
  /// The replica's leaf of the signing authority: the known one while it is valid and not due for
  /// renewal, else a new one.
  ///
  /// @param known issued before, by any authority; empty for none
  /// @param signing the authority that signs new leaves
  /// @param service that the leaf is for
  /// @param sources of time and randomness
  public static Leaf leaf(
      Optional<Leaf> known, Authority signing, ServiceName service, Sources sources) {
    return known
        .filter(signing::issued)
        .filter(leaf -> leaf.validity().covers(sources.now()))
        .filter(leaf -> sources.now().isBefore(leaf.renewAt()))
        .orElseGet(() -> signing.issue(service, sources.now(), sources.random()));
  }

  /// The sources of time and randomness for issuing.
  ///
  /// @param now wall clock time
  /// @param random for keys and serial numbers
  public record Sources(Instant now, SecureRandom random) {}

  /// True if the next leaf should replace the served one: none is served, every API server trusts
  /// the next one already, or the next one is accepted while the served one is not.
  ///
  /// @param serving the served leaf; empty for none
  /// @param next the candidate
  /// @param live true for a leaf that the live webhook configurations accept
  /// @param settled true for a leaf that is accepted by the configurations that every API server
  ///   has seen
  public static boolean isDue(
      Optional<Leaf> serving, Leaf next, Predicate<Leaf> live, Predicate<Leaf> settled) {
    return serving.isEmpty()
        || settled.test(next)
        || (live.test(next) && !live.test(serving.get()));
  }

  private Succession() {}
}
