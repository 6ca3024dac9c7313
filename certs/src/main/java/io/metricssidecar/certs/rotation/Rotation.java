package io.metricssidecar.certs.rotation;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.TrustBundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What has to happen to the shared Secret: a pure function of what it holds and what this replica
/// has observed. Every replica asks it on its own; who writes first wins, the others read again.
///
/// An authority is replaced in three phases: the next one is announced and trusted beside the
/// current one; it signs once the live webhook configuration has trusted it for long enough; the
/// old one is dropped when no leaf of it can be in use any more.
public final class Rotation {
  /// More authorities than this at a time are not made on request: a Secret has a size.
  private static final int MOST = 16;

  /// The next step.
  public sealed interface Step {
    /// Nothing to write.
    ///
    /// @param signing signs the leaves
    record Keep(Authority signing) implements Step {
      public Keep {
        requireNonNull(signing, "signing is null");
      }
    }

    /// Make an authority that signs at once, because there is none that could.
    ///
    /// @param cause why
    record CreateAuthority(Cause cause) implements Step {
      public CreateAuthority {
        requireNonNull(cause, "cause is null");
      }
    }

    /// First phase: make an authority that will sign.
    ///
    /// @param cause why
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

    /// Third phase: authorities that no leaf in use needs are no longer trusted.
    ///
    /// @param secret to write
    record DropRetired(CaSecret secret) implements Step {
      public DropRetired {
        requireNonNull(secret, "secret is null");
      }
    }

    /// Something in the Secret is not as it has to be.
    ///
    /// @param secret to write
    record Repair(CaSecret secret) implements Step {
      public Repair {
        requireNonNull(secret, "secret is null");
      }
    }
  }

  /// Why an authority is made.
  public enum Cause {
    /// The Secret holds nothing that can be read: the first start of a release.
    FIRST,
    /// The Secret holds something that is no authority.
    UNREADABLE,
    /// Two thirds of the authority's time have passed, or all of it. An expired one goes through
    /// the phases as well: a clock that is ahead looks the same.
    DUE,
    /// A person has asked.
    REQUESTED
  }

  /// What a replica knows besides the Secret. Durations are by a clock that does not jump and count
  /// from the start of the process at most.
  ///
  /// @param now by the wall clock
  /// @param trusted for how long every live webhook configuration has trusted each authority
  /// @param settled for how long the Secret has held what it holds
  public record Observed(Instant now, Map<X509Certificate, Duration> trusted, Duration settled) {
    public Observed {
      requireNonNull(now, "now is null");
      trusted = Map.copyOf(trusted);
      requireNonNull(settled, "settled is null");
    }
  }

  /// Decides on the next step.
  public static Step next(CaSecret secret, Observed observed, Waits waits) {
    if (secret.signing().isEmpty()) {
      return unsigned(secret, observed.now());
    }
    var signing = secret.signing().get();
    var orderly = secret.orderly(observed.now());
    if (!orderly.equals(secret)) {
      return new Step.Repair(orderly);
    }
    var trusted = waits.settled(observed.trusted());
    if (secret.next().filter(next -> trusted.contains(next.certificate())).isPresent()) {
      return new Step.SwitchSigning(secret.signedBy(secret.next().orElseThrow(), observed.now()));
    }
    // Whoever has just seen a change lets the others see it, too, and a replica with a wrong clock
    // does not announce again and again what the others take back.
    if (observed.settled().compareTo(waits.beforeSwitch()) < 0) {
      return new Step.Keep(signing);
    }
    // By a clock that puts the authority out of its time, others' times cannot be judged either.
    return dropped(secret, observed.now(), waits)
        .filter(_ -> signing.validity().covers(observed.now()))
        .or(() -> cause(secret, signing, observed.now()).map(Step.AnnounceNext::new))
        .orElseGet(() -> new Step.Keep(signing));
  }

  /// An authority that was to sign next is better than one that nobody trusts yet.
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
    // An authority that is not yet valid is kept: it is this process' clock that is behind, and one
    // bad clock must not replace what all replicas share.
    if (!now.isBefore(signing.validity().renewAt())) {
      return Optional.of(Cause.DUE);
    }
    return secret.request().open() && secret.bundle().certificates().size() < MOST
        ? Optional.of(Cause.REQUESTED)
        : Optional.empty();
  }

  private Rotation() {}
}
