package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/// A slot that a Lease says is taken.
///
/// @param uid of the pod that has it
/// @param podName where the pod can be asked for; empty where the Lease does not say, or says what
///   cannot be the name of a pod
record Holder(String uid, Optional<String> podName) {
  /// A sequence number, a space and a DNS subdomain.
  private static final Pattern VALUE =
      Pattern.compile("\\d{1,18} ([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)");

  Holder {
    requireNonNull(uid, "uid is null");
    requireNonNull(podName, "podName is null");
  }

  /// Reads an annotation's value. Whatever it is, it is a slot that is taken.
  static Holder read(String uid, String value) {
    var matcher = VALUE.matcher(value);
    return new Holder(uid, matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty());
  }

  /// For people: the pod's name, or what else there is to know it by.
  String label() {
    return podName.orElse(uid);
  }
}
