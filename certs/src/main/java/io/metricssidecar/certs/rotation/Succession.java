package io.metricssidecar.certs.rotation;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// Which leaf a replica offers next, and when that takes the place of the one that is served.
/// Clocks may be wrong here and right at the API server, so nothing is given up for a leaf that is
/// no better by this replica's own clock.
public final class Succession {
  /// The leaf that a replica has of the authority that signs: the one it knows for as long as that
  /// is good, else a fresh one.
  ///
  /// @param known issued before, by whichever authority; empty for none
  /// @param signing the authority that signs
  /// @param service to issue for
  /// @param sources of the moment and of keys
  public static Leaf leaf(
      Optional<Leaf> known, Authority signing, ServiceName service, Sources sources) {
    return known
        .filter(signing::issued)
        .filter(leaf -> leaf.validity().covers(sources.now()))
        .filter(leaf -> sources.now().isBefore(leaf.renewAt()))
        .orElseGet(() -> signing.issue(service, sources.now(), sources.random()));
  }

  /// What issuing needs.
  ///
  /// @param now by the wall clock
  /// @param random for keys
  public record Sources(Instant now, SecureRandom random) {}

  /// Whether a leaf takes the place of the one that is served: where there is none, where the trust
  /// in the next one has travelled, or where it would be accepted and the other would not.
  ///
  /// @param serving what is served; empty for nothing
  /// @param next another leaf
  /// @param live whether the live webhook configurations accept a leaf
  /// @param settled whether those do that every API server must have seen
  public static boolean isDue(
      Optional<Leaf> serving, Leaf next, Predicate<Leaf> live, Predicate<Leaf> settled) {
    return serving.isEmpty()
        || settled.test(next)
        || (live.test(next) && !live.test(serving.get()));
  }

  private Succession() {}
}
