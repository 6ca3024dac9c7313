package io.metricssidecar.webhook.server.body;

/// The limits of one review, and of all that are received at the same time. `docs/security.md` has
/// the same figures.
public final class ReviewLimits {
  /// The largest body that is held and decided on, in bytes: twice the 1.5 MiB that etcd stores of
  /// an object in a denser format. A longer one is answered too, so it has no limit but the time.
  public static final int MAX_BYTES = 3 * 1024 * 1024;

  /// All bodies that are held while they are received, in bytes.
  public static final int MAX_HELD_BYTES = 12 * 1024 * 1024;

  /// JSON tokens of a review; a pod of 64 KiB has about 5,000.
  public static final int MAX_TOKENS = 200_000;

  /// Objects and arrays inside each other; the deepest field of a pod is the 13th.
  public static final int MAX_DEPTH = 64;

  /// Characters of a text that is used.
  public static final int MAX_TEXT = 1024 * 1024;

  /// Bytes of a member's name: those of `managedFields` contain names of environment variables and
  /// paths.
  public static final int MAX_NAME = 8 * 1024;

  /// Characters of a number that is used.
  public static final int MAX_NUMBER = 100;

  private ReviewLimits() {}
}
