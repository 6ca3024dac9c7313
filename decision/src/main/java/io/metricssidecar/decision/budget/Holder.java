package io.metricssidecar.decision.budget;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/// One taken slot.
///
/// @param uid of the pod that holds it
/// @param sequence order of acquisition; the greatest number for one that cannot be read, so that a
///   hand edit counts as a holder and is trimmed first
/// @param podName for people; empty where it cannot be read
public record Holder(String uid, long sequence, String podName) {
  /// Order of acquisition, ties by UID so that every reader sees the same order.
  static final Comparator<Holder> ORDER =
      Comparator.comparingLong(Holder::sequence).thenComparing(Holder::uid);

  /// The greatest number that is written: 18 digits, which is what readers and the admission policy
  /// take for a number.
  static final long LAST = 999_999_999_999_999_999L;

  public Holder {
    requireNonNull(uid, "uid is null");
    requireNonNull(podName, "podName is null");
  }
}
