package io.metricssidecar.e2e.cluster;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// The cluster of a kubeconfig and the rule on its use: clusters made for tests may be used, others
/// only if their context was named on purpose.
///
/// @param context of the kubeconfig
/// @param server the API server's address
record ClusterChoice(String context, String server) {
  /// The variable that names a context on purpose.
  static final String CONSENT = "CLUSTER_OK";

  private static final String TESTBED = "metrics-sidecar-testbed";

  ClusterChoice {
    requireNonNull(context, "context is null");
    requireNonNull(server, "server is null");
  }

  /// True on our own testbed, the only cluster for disruptive cases.
  boolean testbed() {
    return context.equals(TESTBED);
  }

  /// The reason why the cluster is left alone; empty where it may be used.
  ///
  /// @param consent value of [#CONSENT]; empty where it is not set
  Optional<String> refusal(String consent) {
    var madeForTests = testbed() || context.equals("minikube") || context.startsWith("kind-");
    return madeForTests || (!context.isEmpty() && consent.equals(context))
        ? Optional.empty()
        : Optional.of(
            "Context \"%s\" at %s is neither the testbed nor kind nor minikube: nothing was done. Set %s=%s to use it."
                .formatted(context, server, CONSENT, context));
  }
}
