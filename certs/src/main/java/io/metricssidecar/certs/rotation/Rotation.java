package io.metricssidecar.certs.rotation;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.TrustBundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The next step of the shared Secret's rotation, a pure function of its content and of one
/// replica's observations. Every replica runs it on its own; the first write wins, the other
/// replicas read again.
///
/// An authority is replaced in three phases: the next one is announced and trusted beside the
/// current one; it signs once the live webhook configuration has trusted it for long enough; the
/// old one is dropped once none of its leaves can be in use.
public final class Rotation {
  /// Maximum number of authorities for which a requested rotation starts: the size of a Secret is
  /// limited.
  private static final int MAX_AUTHORITIES = 16;

  /// The next step.
  public sealed interface Step {
    /// No step: nothing to write.
    ///
    /// @param signing signs the leaves
    record Keep(Authority signing) implements Step {
      public Keep {
        requireNonNull(signing, "signing is null");
      }
    }

    /// Create an authority that signs at once, because there is no usable one.
    ///
    /// @param cause of the step
    record CreateAuthority(Cause cause) implements Step {
      public CreateAuthority {
        requireNonNull(cause, "cause is null");
      }
    }

    /// First phase: create the authority that will sign.
    ///
    /// @param cause of the step
    record AnnounceNext(Cause cause) implements Step {
      public AnnounceNext {
        requireNonNull(cause, "cause is null");
      }
    }

    /// Second phase: the next authority signs.
    ///
    /// @param secret to write
    record SwitchSigning(CaSecret secret) implements Step {
      public SwitchSigning {
        requireNonNull(secret, "secret is null");
      }
    }

    /// Third phase: authorities without a leaf in use are no longer trusted.
    ///
    /// @param secret to write
    record DropRetired(CaSecret secret) implements Step {
      public DropRetired {
        requireNonNull(secret, "secret is null");
      }
    }

    /// The Secret is not in its normal form, see [CaSecret#normalized].
    ///
    /// @param secret to write
    record Repair(CaSecret secret) implements Step {
      public Repair {
        requireNonNull(secret, "secret is null");
      }
    }
  }

  /// The cause of a new authority.
  public enum Cause {
    /// The Secret has no readable certificate: the first start of a release.
    FIRST,
    /// The Secret has certificates, but no usable authority.
    UNREADABLE,
    /// Two thirds of the authority's lifetime have passed, or all of it. An expired one goes
    /// through the phases as well: a clock that is ahead looks the same.
    DUE,
    /// A person has requested it, see [CaSecret.Request].
    REQUESTED
  }

  /// A replica's observations besides the Secret. Durations are measured by a monotonic clock and
  /// are at most as long as the process runs.
  ///
  /// @param now wall clock time
  /// @param trusted the time that every live webhook configuration has trusted each authority
  /// @param settled the time that the Secret has been unchanged
  public record Observed(Instant now, Map<X509Certificate, Duration> trusted, Duration settled) {
    public Observed {
      requireNonNull(now, "now is null");
      trusted = Map.copyOf(trusted);
      requireNonNull(settled, "settled is null");
    }
  }

  /// The next step.
  public static Step next(CaSecret secret, Observed observed, Waits waits) {
    if (secret.signing().isEmpty()) {
      return unsigned(secret, observed.now());
    }
    var signing = secret.signing().get();
    var normalized = secret.normalized(observed.now());
    if (!normalized.equals(secret)) {
      return new Step.Repair(normalized);
    }
    var trusted = waits.settled(observed.trusted());
    if (secret.next().filter(next -> trusted.contains(next.certificate())).isPresent()) {
      return new Step.SwitchSigning(secret.signedBy(secret.next().orElseThrow(), observed.now()));
    }
    // After a change the other replicas get time to observe it, and a replica with a wrong clock
    // does not announce again and again what the others revert.
    if (observed.settled().compareTo(waits.beforeSwitch()) < 0) {
      return new Step.Keep(signing);
    }
    // A clock by which the signing authority is not valid cannot judge the other times either.
    return dropped(secret, observed.now(), waits)
        .filter(_ -> signing.validity().covers(observed.now()))
        .or(() -> cause(secret, signing, observed.now()).map(Step.AnnounceNext::new))
        .orElseGet(() -> new Step.Keep(signing));
  }

  /// The step without a signing authority: the next one is preferred to a new one, which no client
  /// trusts yet.
  private static Step unsigned(CaSecret secret, Instant now) {
    return secret
        .next()
        .filter(next -> next.validity().covers(now))
        .<Step>map(next -> new Step.SwitchSigning(secret.signedBy(next, now)))
        .orElseGet(
            () ->
                new Step.CreateAuthority(
                    secret.bundle().equals(TrustBundle.EMPTY) ? Cause.FIRST : Cause.UNREADABLE));
  }

  private static Optional<Step> dropped(CaSecret secret, Instant now, Waits waits) {
    var moment = now.minus(waits.beforeDrop());
    var dropped = secret.withoutRetired(moment, moment.minus(waits.beforeDrop()));
    return dropped.equals(secret) ? Optional.empty() : Optional.of(new Step.DropRetired(dropped));
  }

  private static Optional<Cause> cause(CaSecret secret, Authority signing, Instant now) {
    if (secret.next().isPresent()) {
      return Optional.empty();
    }
    // An authority that is not valid yet is kept: the clock of this process is behind, and a wrong
    // clock must not replace the authority that all replicas share.
    if (!now.isBefore(signing.validity().renewAt())) {
      return Optional.of(Cause.DUE);
    }
    return secret.request().open() && secret.bundle().certificates().size() < MAX_AUTHORITIES
        ? Optional.of(Cause.REQUESTED)
        : Optional.empty();
  }

  private Rotation() {}
}
