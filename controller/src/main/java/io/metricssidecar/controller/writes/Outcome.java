package io.metricssidecar.controller.writes;

import static java.util.Objects.requireNonNull;

/// The result of one write.
sealed interface Outcome {
  /// The API server has accepted it.
  record Done() implements Outcome {}

  /// Somebody else wrote or deleted the object first; the next plan shows what is left to do.
  record Outdated() implements Outcome {}

  /// An object that is not ours has the name.
  record Taken() implements Outcome {}

  /// It was not accepted.
  ///
  /// @param error what the API server or the client said
  /// @param unavailable true if there was no answer or an error of the server: no other write of
  ///   the namespace can be expected to succeed now
  record Failed(String error, boolean unavailable) implements Outcome {
    public Failed {
      requireNonNull(error, "error is null");
    }
  }
}
