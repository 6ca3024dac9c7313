package io.metricssidecar.certs;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// What has to happen to the shared Secret: a pure function of what it holds and the time. Every
/// replica asks it on its own; who writes first wins, the others read again and adopt.
public final class Rotation {
  /// The next step.
  public sealed interface Step {
    /// Nothing to write.
    ///
    /// @param signing signs the leaves
    /// @param bundle to trust; contains `signing`
    record Keep(Authority signing, TrustBundle bundle) implements Step {
      public Keep {
        requireNonNull(signing, "signing is null");
        requireNonNull(bundle, "bundle is null");
      }
    }

    /// Write a new authority.
    ///
    /// @param cause why
    /// @param overlap authorities to go on trusting, so that leaves in use stay good
    record CreateAuthority(Cause cause, TrustBundle overlap) implements Step {
      public CreateAuthority {
        requireNonNull(cause, "cause is null");
        requireNonNull(overlap, "overlap is null");
      }
    }

    /// Write the same authority with a bundle that was wrong.
    ///
    /// @param signing stays
    /// @param bundle as it has to be
    record RepairBundle(Authority signing, TrustBundle bundle) implements Step {
      public RepairBundle {
        requireNonNull(signing, "signing is null");
        requireNonNull(bundle, "bundle is null");
      }
    }
  }

  /// Why an authority is made.
  public enum Cause {
    /// The Secret is blank: the first start of a release.
    FIRST,
    /// The Secret holds something that is no authority.
    UNREADABLE,
    /// The authority's time has passed.
    EXPIRED,
    /// Two thirds of the authority's time have passed.
    DUE
  }

  /// Decides on the next step.
  public static Step next(CaSecret secret, Instant now) {
    var trusted = secret.bundle().withoutExpired(now);
    if (secret.signing().isEmpty()) {
      return new Step.CreateAuthority(secret.blank() ? Cause.FIRST : Cause.UNREADABLE, trusted);
    }
    var signing = secret.signing().get();
    var validity = signing.validity();
    if (now.isAfter(validity.notAfter())) {
      return new Step.CreateAuthority(Cause.EXPIRED, trusted);
    }
    if (!now.isBefore(validity.renewAt())) {
      return new Step.CreateAuthority(Cause.DUE, trusted.plus(signing.certificate()));
    }
    // An authority that is not yet valid is kept: it is this process' clock that is behind, and one
    // bad clock must not replace what all replicas share.
    var bundle = trusted.plus(signing.certificate());
    return bundle.equals(secret.bundle())
        ? new Step.Keep(signing, bundle)
        : new Step.RepairBundle(signing, bundle);
  }

  private Rotation() {}
}
