package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way of a request to the API server and of its response back. It is the border of a sidecar:
/// connections, TLS, credentials and time limits are behind it; everything that reads, decides and
/// counts is in front of it, needs no thread and no network, and runs in a simulation as it runs in
/// a pod. For one thread, on which futures complete and receivers are called.
public interface Transport {
  /// Time limit of one exchange as a whole; nothing is tried again within a poll.
  Duration TIMEOUT = Duration.ofSeconds(2);

  /// The methods in use.
  enum Method {
    GET,
    PUT
  }

  /// One request.
  ///
  /// @param path with its query
  /// @param body JSON; null for none
  record Request(Method method, String path, @Nullable String body) {
    public Request {
      requireNonNull(method, "method is null");
      requireNonNull(path, "path is null");
    }
  }

  /// The beginning of a response.
  ///
  /// @param status of HTTP
  /// @param retryAfter the header of that name as it was sent; empty without one
  record Head(int status, Optional<String> retryAfter) {
    public Head {
      requireNonNull(retryAfter, "retryAfter is null");
    }
  }

  /// Takes a response while it arrives, so that none is ever held as a whole.
  interface Receiver {
    /// Takes its beginning.
    void head(Head head);

    /// Takes the next bytes of its body; false where no more are wanted.
    boolean chunk(byte[] bytes);
  }

  /// Sends one request, once. The future succeeds when the receiver has the whole response, or
  /// wants no more of it; it fails, with a phrase for people, where that takes longer than the time
  /// limit or the connection breaks: then a write may have been applied or not.
  Future<Void> exchange(Request request, Receiver receiver);

  /// Reads address and credentials again before the next request, as they may have changed.
  void renew();
}
