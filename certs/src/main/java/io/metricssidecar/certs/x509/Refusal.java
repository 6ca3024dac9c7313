package io.metricssidecar.certs.x509;

/// Why a certificate cannot be served with, or why the API server would not accept it.
public enum Refusal {
  /// There is nothing to read.
  MISSING("certificate or key is missing"),
  /// What is there is no certificate, or no key of a kind that API servers accept.
  UNREADABLE("certificate or key cannot be read"),
  /// Certificate and key do not belong together.
  OTHER_KEY("the key is not the certificate's"),
  /// It begins in the future.
  NOT_YET_VALID("its time has not begun"),
  /// It has ended.
  EXPIRED("its time has passed"),
  /// It may be used, but not by a server.
  NOT_FOR_SERVERS("it is not meant for a server"),
  /// It names other hosts.
  OTHER_NAME("it is for other names"),
  /// Nobody who is trusted at that moment stands at the end of its path.
  UNKNOWN_AUTHORITY("no trusted authority that holds at that moment has signed it");

  private final String sentence;

  Refusal(String sentence) {
    this.sentence = sentence;
  }

  /// For people; goes on after "because" or a colon.
  public String sentence() {
    return sentence;
  }
}
