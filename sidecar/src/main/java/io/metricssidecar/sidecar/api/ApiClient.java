package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.sidecar.api.Transport.Method;
import io.metricssidecar.sidecar.json.ItemReader;
import io.metricssidecar.sidecar.json.Selection;
import io.metricssidecar.sidecar.json.SelectiveReader;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The client to the API server: one try per request, whose response is read while it arrives, and
/// counted. For one thread.
public final class ApiClient {
  private final Transport transport;
  private final SidecarCounters counters;
  private final LongSupplier nanoTime;

  /// @param nanoTime monotonic, as [System#nanoTime()]
  public ApiClient(Transport transport, SidecarCounters counters, LongSupplier nanoTime) {
    this.transport = requireNonNull(transport, "transport is null");
    this.counters = requireNonNull(counters, "counters is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Reads one object. Never fails: what went wrong is in the reply.
  ///
  /// @param resource for the metric, such as `pods`
  /// @param selection the fields that the reply has
  Future<ApiReply> get(String path, String resource, Selection selection) {
    var request = new Transport.Request(Method.GET, path, null);
    return send(request, resource, new SelectiveReader(selection));
  }

  /// Reads a list; the reply has no items. Never fails.
  ///
  /// @param selection the fields of the list that are wanted
  /// @param items takes each item with its selected fields as soon as it has arrived, on the event
  ///   loop; also those of a reply that turns out to be no success
  Future<ApiReply> list(String path, String resource, Selection selection, ItemReader items) {
    var request = new Transport.Request(Method.GET, path, null);
    return send(request, resource, new SelectiveReader(selection, items));
  }

  /// Replaces one object. Never fails; after an [ApiReply.Unreachable] the write may or may not
  /// have been applied. The reply has no fields.
  Future<ApiReply> put(String path, String resource, JsonObject body) {
    var request = new Transport.Request(Method.PUT, path, body.encode());
    return send(request, resource, new SelectiveReader(Selection.NOTHING));
  }

  private Future<ApiReply> send(
      Transport.Request request, String resource, SelectiveReader reader) {
    var begin = nanoTime.getAsLong();
    var response = new ReplyReader(reader);
    return transport
        .exchange(request, response)
        .map(_ -> response.end())
        .otherwise(failure -> new ApiReply.Unreachable(sentence(failure)))
        .onSuccess(
            reply -> {
              var took = Duration.ofNanos(nanoTime.getAsLong() - begin);
              counters.apiRequest(request.method().name(), resource, code(reply), took);
              if (reply instanceof ApiReply.Unreachable
                  || (reply instanceof ApiReply.Status(int code, _) && code == 401)) {
                transport.renew();
              }
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
