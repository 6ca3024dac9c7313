package io.metricssidecar.certs.x509;

/// The reason why a certificate cannot be served, or why the API server rejects it.
public enum RejectionReason {
  /// The text of the certificate or of the key is empty.
  MISSING("certificate or key is missing"),
  /// The text is not a certificate, or not a key of an algorithm that every API server accepts.
  UNREADABLE("certificate or key cannot be read"),
  /// The key belongs to another certificate.
  OTHER_KEY("the key does not belong to the certificate"),
  /// Its validity begins in the future.
  NOT_YET_VALID("it is not valid yet"),
  /// Its validity has ended.
  EXPIRED("it has expired"),
  /// Its extended key usage excludes servers.
  NOT_FOR_SERVERS("its extended key usage excludes servers"),
  /// None of its names is the requested one.
  OTHER_NAME("it is issued for other names"),
  /// It has no path to a trusted authority that is valid at that time.
  UNKNOWN_AUTHORITY("no trusted authority that is valid at that time has signed it");

  private final String sentence;

  RejectionReason(String sentence) {
    this.sentence = sentence;
  }

  /// The text for people, to follow a colon.
  public String sentence() {
    return sentence;
  }
}
