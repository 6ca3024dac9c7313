package io.metricssidecar.sidecar.loop;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests of the state machine whose result has not arrived yet. For one thread.
public final class PendingRequests {
  private static final Logger LOGGER = LoggerFactory.getLogger(PendingRequests.class);

  private final List<Kind> requests = new ArrayList<>();

  /// A kind of request. The name in lower case is the word in `/explain`.
  public enum Kind {
    /// A slot of the budget.
    SLOT,
    /// A live read of whether the pod is Ready.
    READINESS,
    /// The release of the slot.
    RELEASE,
    /// The confirmation that the slot is still held.
    CONFIRMATION;

    /// The word in `/explain`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  PendingRequests() {}

  /// Lists a request until its result arrives. Handlers that are added to the returned future no
  /// longer find it listed. Failures are results too; one that comes as an exception is logged.
  <T> Future<T> until(Future<T> result, Kind request) {
    requests.add(request);
    return result
        .onComplete(_ -> requests.remove(request))
        .onFailure(cause -> LOGGER.atError().setCause(cause).log("Request failed unexpectedly"));
  }

  /// The requests under way, oldest first.
  List<Kind> requests() {
    return List.copyOf(requests);
  }
}
