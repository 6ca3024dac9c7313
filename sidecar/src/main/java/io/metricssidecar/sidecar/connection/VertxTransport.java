package io.metricssidecar.sidecar.connection;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.process.Build;
import io.metricssidecar.sidecar.api.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The transport of a process: HTTPS by Vert.x. Runs on one event loop; address and credentials are
/// read on a worker thread.
public final class VertxTransport implements Transport {
  /// Age at which the token is read again, as in client-go.
  private static final Duration RELOAD = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final ApiAccess.Source source;
  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final Connections connections;
  private @Nullable ApiAccess access;
  private @Nullable Future<ApiAccess> loading;
  private long loaded;

  /// @param timeout of one exchange as a whole, in real time; in production [Transport#TIMEOUT]
  /// @param nanoTime monotonic, as [System#nanoTime()]
  public VertxTransport(
      Vertx vertx, ApiAccess.Source source, Duration timeout, LongSupplier nanoTime) {
    this.vertx = requireNonNull(vertx, "vertx is null");
    this.source = requireNonNull(source, "source is null");
    this.timeout = requireNonNull(timeout, "timeout is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    connections = new Connections(vertx);
  }

  @Override
  public Future<Void> exchange(Request request, Receiver receiver) {
    return current().compose(current -> request(current, request, receiver));
  }

  @Override
  public void renew() {
    access = null;
  }

  private Future<Void> request(ApiAccess current, Request request, Receiver receiver) {
    var options =
        new RequestOptions()
            .setMethod(method(request.method()))
            .setHost(host(current.host()))
            .setPort(current.port())
            .setSsl(true)
            .setURI(request.path())
            .setConnectTimeout(timeout.toMillis())
            .putHeader("Accept", "application/json")
            .putHeader("User-Agent", "metrics-sidecar/" + Build.version(VertxTransport.class));
    if (current.token() != null) {
      options.putHeader("Authorization", "Bearer " + current.token());
    }
    if (request.body() != null) {
      options.putHeader("Content-Type", "application/json");
    }
    return connections
        .to(current)
        .request(options)
        .compose(open -> send(open, request.body(), receiver))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static HttpMethod method(Method method) {
    return switch (method) {
      case GET -> HttpMethod.GET;
      case PUT -> HttpMethod.PUT;
    };
  }

  /// An IPv6 address has brackets in a Host header, but none in `KUBERNETES_SERVICE_HOST`.
  private static String host(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /// One request and its response. It is reset when it fails, as it would hold one of the few
  /// connections otherwise.
  private Future<Void> send(HttpClientRequest open, @Nullable String body, Receiver receiver) {
    var sent = body == null ? open.send() : open.send(body);
    return sent.compose(response -> receive(response, receiver))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(_ -> open.reset());
  }

  private static Future<Void> receive(HttpClientResponse response, Receiver receiver) {
    Promise<Void> done = Promise.promise();
    receiver.head(
        new Head(response.statusCode(), Optional.ofNullable(response.getHeader("Retry-After"))));
    response.exceptionHandler(done::tryFail);
    response.endHandler(_ -> done.tryComplete());
    response.handler(
        chunk -> {
          if (!done.future().isComplete()
              && !receiver.chunk(chunk.getBytes())
              && done.tryComplete()) {
            var _ = response.request().reset();
          }
        });
    return done.future();
  }

  private Future<ApiAccess> current() {
    var known = access;
    if (known != null && nanoTime.getAsLong() - loaded < RELOAD.toNanos()) {
      return Future.succeededFuture(known);
    }
    return load()
        .map(
            fresh -> {
              loaded = nanoTime.getAsLong();
              access = fresh;
              return fresh;
            })
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Reads access, once at a time: a volume that hangs would otherwise queue one more read with
  /// each request.
  private Future<ApiAccess> load() {
    var known = loading;
    if (known != null) {
      return known;
    }
    var started =
        vertx.executeBlocking(source::load).map(read -> requireNonNull(read, "read is null"));
    loading = started;
    return started.onComplete(_ -> loading = null);
  }
}
