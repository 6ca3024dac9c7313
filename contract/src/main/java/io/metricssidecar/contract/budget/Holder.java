package io.metricssidecar.contract.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Annotations;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// One taken slot of a budget: one annotation of its Lease.
///
/// @param uid of the pod that holds it
/// @param sequence position in the order of acquisition; [Long#MAX_VALUE] where the text cannot be
///   read, so that a hand edit counts as a holder and is the last of them
/// @param podName as written; empty where the text cannot be read or names no pod
public record Holder(String uid, long sequence, String podName) {
  /// Order of acquisition, ties by UID so that every reader sees the same order.
  public static final Comparator<Holder> BY_ACQUISITION =
      Comparator.comparingLong(Holder::sequence).thenComparing(Holder::uid);

  /// The greatest sequence number that can be read back: 18 digits, which always fit into a long.
  public static final long MAX_SEQUENCE = 999_999_999_999_999_999L;

  private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");

  /// A DNS subdomain (RFC 1123), which is what the API server accepts as the name of a pod.
  private static final Pattern POD_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?");

  public Holder {
    requireNonNull(uid, "uid is null");
    requireNonNull(podName, "podName is null");
  }

  /// Reads the value of an annotation. Every text is a holder.
  static Holder read(String uid, String text) {
    var parts = text.split(" ", 2);
    return SEQUENCE.matcher(parts[0]).matches()
        ? new Holder(uid, Long.parseLong(parts[0]), parts.length == 2 ? parts[1] : "")
        : new Holder(uid, Long.MAX_VALUE, "");
  }

  /// The key of its annotation.
  public String key() {
    return Annotations.HOLDER_PREFIX + uid;
  }

  /// The value of its annotation, which [BudgetRecord#read] reads back.
  public String text() {
    return sequence + " " + podName;
  }

  /// The name under which the pod can be looked up on the API server; empty where [#podName] cannot
  /// be the name of a pod.
  public Optional<String> validPodName() {
    return Optional.of(podName).filter(name -> POD_NAME.matcher(name).matches());
  }
}
