package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.process.Build;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
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
  private @Nullable ApiAccess access;
  private @Nullable HttpClient client;
  private @Nullable ApiAccess connected;
  private long loaded;

  /// @param timeout of one request as a whole
  public ApiClient(
      Vertx vertx,
      ApiAccess.Source source,
      Duration timeout,
      SidecarCounters counters,
      LongSupplier nanoTime) {
    this.vertx = requireNonNull(vertx, "vertx is null");
    this.source = requireNonNull(source, "source is null");
    this.timeout = requireNonNull(timeout, "timeout is null");
    this.counters = requireNonNull(counters, "counters is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Reads one object. Never fails: what went wrong is in the reply.
  ///
  /// @param resource for the metric, such as `pods`
  Future<ApiReply> get(String path, String resource) {
    return send(HttpMethod.GET, path, resource, null);
  }

  /// Replaces one object. Never fails; after an [ApiReply.Unreachable] the write may or may not
  /// have been applied.
  Future<ApiReply> put(String path, String resource, JsonObject body) {
    return send(HttpMethod.PUT, path, resource, body);
  }

  private Future<ApiReply> send(
      HttpMethod method, String path, String resource, @Nullable JsonObject body) {
    var begin = nanoTime.getAsLong();
    return current()
        .compose(current -> request(current, method, path, body))
        .otherwise(failure -> new ApiReply.Unreachable(sentence(failure)))
        .onSuccess(
            reply -> {
              var took = Duration.ofNanos(nanoTime.getAsLong() - begin);
              counters.apiRequest(method.name(), resource, code(reply), took);
              if (reply instanceof ApiReply.Unreachable
                  || (reply instanceof ApiReply.Status(int code, _) && code == 401)) {
                loaded = 0;
                access = null;
              }
            });
  }

  private Future<ApiReply> request(
      ApiAccess current, HttpMethod method, String path, @Nullable JsonObject body) {
    var options =
        new RequestOptions()
            .setMethod(method)
            .setHost(host(current.host()))
            .setPort(current.port())
            .setSsl(true)
            .setURI(path)
            .setConnectTimeout(timeout.toMillis())
            .putHeader("Accept", "application/json")
            .putHeader("User-Agent", "metrics-sidecar/" + Build.version(ApiClient.class));
    if (current.token() != null) {
      options.putHeader("Authorization", "Bearer " + current.token());
    }
    if (body != null) {
      options.putHeader("Content-Type", "application/json");
    }
    return client(current)
        .request(options)
        .compose(request -> exchange(request, body))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// An IPv6 address has brackets in a Host header, but none in `KUBERNETES_SERVICE_HOST`.
  private static String host(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /// One request and its response. It is reset when it fails, as it would hold one of the few
  /// connections otherwise.
  private Future<ApiReply> exchange(HttpClientRequest request, @Nullable JsonObject body) {
    var sent = body == null ? request.send() : request.send(body.toBuffer());
    return sent.compose(ApiReply::read)
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

  private HttpClient client(ApiAccess current) {
    var open = client;
    if (open != null && connected != null && connected.sameServer(current)) {
      return open;
    }
    if (open != null) {
      open.close();
    }
    var fresh = vertx.createHttpClient(options(current), new PoolOptions().setHttp1MaxSize(2));
    client = fresh;
    connected = current;
    return fresh;
  }

  private static HttpClientOptions options(ApiAccess current) {
    var options =
        new HttpClientOptions()
            .setSsl(true)
            .setKeepAliveTimeout(90)
            .setIdleTimeout(120)
            .setMaxHeaderSize(16_384)
            .setTrustAll(current.insecure())
            .setVerifyHost(!current.insecure());
    if (current.certificateAuthority() != null) {
      options.setTrustOptions(
          new PemTrustOptions().addCertValue(Buffer.buffer(current.certificateAuthority())));
    }
    if (current.clientCertificate() != null && current.clientKey() != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertValue(Buffer.buffer(current.clientCertificate()))
              .addKeyValue(Buffer.buffer(current.clientKey())));
    }
    return options;
  }

  private static String code(ApiReply reply) {
    return switch (reply) {
      case ApiReply.Ok _ -> "200";
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
