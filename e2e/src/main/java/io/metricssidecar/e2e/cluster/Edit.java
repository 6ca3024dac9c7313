package io.metricssidecar.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.function.UnaryOperator;

/// A change of an object beside other writers.
public final class Edit {
  private static final int ATTEMPTS = 10;

  /// Changes an object as it is now. The change is made again on a fresh copy whenever another
  /// writer, such as the controller of the object's status, wrote in between (409).
  ///
  /// @return the object as it was stored
  /// @throws KubernetesClientException if the API server refuses the change, or after ten conflicts
  public static <T> T apply(Resource<T> object, UnaryOperator<T> change) {
    for (var attempt = 1; ; attempt++) {
      try {
        return object.edit(change);
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Edit() {}
}
