package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.process.Build;
import io.metricssidecar.sidecar.json.ItemReader;
import io.metricssidecar.sidecar.json.Selection;
import io.metricssidecar.sidecar.json.SelectiveReader;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The client to the API server: one try with a timeout per request. Runs on one event loop; the
/// token is read on a worker thread.
public final class ApiClient {
  /// Timeout of one request; nothing is tried again within a poll.
  public static final Duration TIMEOUT = Duration.ofSeconds(2);

  /// Age at which the token is read again, as in client-go.
  private static final Duration RELOAD = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final ApiAccess.Source source;
  private final Duration timeout;
  private final SidecarCounters counters;
  private final LongSupplier nanoTime;
  private final Connections connections;
  private @Nullable ApiAccess access;
  private long loaded;

  /// One request.
  ///
  /// @param resource for the metric
  /// @param body null for none
  /// @param reader of the response
  private record Call(
      HttpMethod method,
      String path,
      String resource,
      @Nullable JsonObject body,
      SelectiveReader reader) {}

  /// @param timeout of one request as a whole
  public ApiClient(
      Vertx vertx,
      ApiAccess.Source source,
      Duration timeout,
      SidecarCounters counters,
      LongSupplier nanoTime) {
    this.vertx = requireNonNull(vertx, "vertx is null");
    connections = new Connections(vertx);
    this.source = requireNonNull(source, "source is null");
    this.timeout = requireNonNull(timeout, "timeout is null");
    this.counters = requireNonNull(counters, "counters is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Reads one object. Never fails: what went wrong is in the reply.
  ///
  /// @param resource for the metric, such as `pods`
  /// @param selection the fields that the reply has
  Future<ApiReply> get(String path, String resource, Selection selection) {
    return send(new Call(HttpMethod.GET, path, resource, null, new SelectiveReader(selection)));
  }

  /// Reads a list; the reply has no items. Never fails.
  ///
  /// @param selection the fields of the list that are wanted
  /// @param items takes each item with its selected fields as soon as it has arrived, on the event
  ///   loop; also those of a reply that turns out to be no success
  Future<ApiReply> list(String path, String resource, Selection selection, ItemReader items) {
    return send(
        new Call(HttpMethod.GET, path, resource, null, new SelectiveReader(selection, items)));
  }

  /// Replaces one object. Never fails; after an [ApiReply.Unreachable] the write may or may not
  /// have been applied. The reply has no fields.
  Future<ApiReply> put(String path, String resource, JsonObject body) {
    return send(
        new Call(HttpMethod.PUT, path, resource, body, new SelectiveReader(Selection.NOTHING)));
  }

  private Future<ApiReply> send(Call call) {
    var begin = nanoTime.getAsLong();
    return current()
        .compose(current -> request(current, call))
        .otherwise(failure -> new ApiReply.Unreachable(sentence(failure)))
        .onSuccess(
            reply -> {
              var took = Duration.ofNanos(nanoTime.getAsLong() - begin);
              counters.apiRequest(call.method().name(), call.resource(), code(reply), took);
              if (reply instanceof ApiReply.Unreachable
                  || (reply instanceof ApiReply.Status(int code, _) && code == 401)) {
                loaded = 0;
                access = null;
              }
            });
  }

  private Future<ApiReply> request(ApiAccess current, Call call) {
    var options =
        new RequestOptions()
            .setMethod(call.method())
            .setHost(host(current.host()))
            .setPort(current.port())
            .setSsl(true)
            .setURI(call.path())
            .setConnectTimeout(timeout.toMillis())
            .putHeader("Accept", "application/json")
            .putHeader("User-Agent", "metrics-sidecar/" + Build.version(ApiClient.class));
    if (current.token() != null) {
      options.putHeader("Authorization", "Bearer " + current.token());
    }
    if (call.body() != null) {
      options.putHeader("Content-Type", "application/json");
    }
    return connections
        .to(current)
        .request(options)
        .compose(request -> exchange(request, call))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// An IPv6 address has brackets in a Host header, but none in `KUBERNETES_SERVICE_HOST`.
  private static String host(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /// One request and its response. It is reset when it fails, as it would hold one of the few
  /// connections otherwise.
  private Future<ApiReply> exchange(HttpClientRequest request, Call call) {
    var body = call.body();
    var sent = body == null ? request.send() : request.send(body.toBuffer());
    return sent.compose(response -> ApiReply.read(response, call.reader()))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(_ -> request.reset());
  }

  private Future<ApiAccess> current() {
    var known = access;
    if (known != null && nanoTime.getAsLong() - loaded < RELOAD.toNanos()) {
      return Future.succeededFuture(known);
    }
    return vertx
        .executeBlocking(source::load)
        .map(
            fresh -> {
              loaded = nanoTime.getAsLong();
              access = fresh;
              return fresh;
            });
  }

  private static String code(ApiReply reply) {
    return switch (reply) {
      case ApiReply.Ok _, ApiReply.TooLarge _ -> "200";
      case ApiReply.Status(int code, _) -> Integer.toString(code);
      case ApiReply.Unreachable _ -> "none";
    };
  }

  private static String sentence(Throwable failure) {
    var message = failure.getMessage();
    return "the API server cannot be reached: "
        + (message == null ? failure.getClass().getSimpleName() : message);
  }
}
