package io.metricssidecar.webhook.certificates;

/// A way to maintain certificates. It compares the observed state of the cluster with the desired
/// one and makes one step towards it.
sealed interface CertificateReconciler permits SelfManagedCertificates, ProvidedCertificates {
  /// Makes the next step; called by one thread, after every change and periodically.
  void reconcile();

  /// Whether the Secret was usable at the last step. Any thread may ask.
  boolean usable();

  /// The number of authorities that the webhook configuration trusted at the last step, and that
  /// the Secret does not name. Any thread may ask.
  long foreignAuthorities();
}
