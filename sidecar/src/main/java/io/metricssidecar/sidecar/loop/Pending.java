package io.metricssidecar.sidecar.loop;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The requests of the state machine whose result has not arrived yet. For one thread.
public final class Pending {
  private final List<Request> requests = new ArrayList<>();

  /// A kind of request. The name in lower case is the word in `/explain`.
  public enum Request {
    /// A slot of the budget.
    SLOT,
    /// A live read of whether the pod is Ready.
    READINESS,
    /// The return of the slot.
    RELEASE,
    /// That the slot is still held.
    CONFIRMATION;

    /// For `/explain`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Counts a request until its result arrives. What is registered on the returned future
  /// afterwards no longer finds it pending.
  <T> Future<T> until(Future<T> result, Request request) {
    requests.add(request);
    return result.onComplete(_ -> requests.remove(request));
  }

  /// The requests under way, oldest first.
  List<Request> requests() {
    return List.copyOf(requests);
  }
}
