package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.sidecar.budget.BudgetApi.Read;
import io.metricssidecar.sidecar.budget.BudgetApi.Search;
import io.metricssidecar.sidecar.budget.EndpointSlices;
import io.metricssidecar.sidecar.json.ItemReader;
import io.metricssidecar.sidecar.json.Selection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The reads of the Services that send traffic to the pod, by their EndpointSlices.
///
/// Which Services those are is found in two passes, so that no more than their own endpoints is
/// ever held: first their names, in pages over all slices of the namespace, then their slices. The
/// names are kept for denials. For one thread.
final class ServiceReader {
  /// Slices in a page, each of 100 endpoints by default and of 1,000 at most.
  private static final int PAGE = 20;

  private static final int MAX_PAGES = 500;

  /// Names that fit into a selector; with more all slices are read once more.
  private static final int MAX_SELECTED = 50;

  /// Time for which a pod without Service is believed to have none.
  private static final Duration NONE_FOR = Duration.ofMinutes(1);

  private final ApiClient api;
  private final PodIdentity pod;
  private final Supplier<Duration> clock;
  private Set<String> known = Set.of();
  private Duration searchAgain;

  /// The Services that send traffic to the pod.
  ///
  /// @param search [Search#ALL] where none can be missing
  record Services(List<ServiceEndpoints> services, Search search) {
    Services {
      services = List.copyOf(services);
    }
  }

  /// @param clock monotonic
  ServiceReader(ApiClient api, PodIdentity pod, Supplier<Duration> clock) {
    this.api = requireNonNull(api, "api is null");
    this.pod = requireNonNull(pod, "pod is null");
    this.clock = requireNonNull(clock, "clock is null");
    searchAgain = clock.get();
  }

  /// Reads the Services.
  Future<Read<Services>> read(Search search) {
    if (search == Search.KNOWN && !known.isEmpty()) {
      return endpoints(known)
          .compose(
              read ->
                  read.then(
                      services ->
                          services.isEmpty()
                              ? searched()
                              : found(new Services(services, Search.KNOWN))));
    }
    return search == Search.KNOWN && clock.get().compareTo(searchAgain) < 0
        ? found(new Services(List.of(), Search.KNOWN))
        : searched();
  }

  private Future<Read<Services>> searched() {
    var names = new EndpointSlices.Names(pod.uid());
    return pages(EndpointSlices.Names.SELECTION, names)
        .map(reply -> read(reply, names).map(EndpointSlices.Names::names))
        .compose(
            read ->
                read.then(
                    found -> {
                      known = found;
                      if (found.isEmpty()) {
                        searchAgain = clock.get().plus(NONE_FOR);
                      }
                      return endpoints(found);
                    }))
        .map(read -> read.map(services -> new Services(services, Search.ALL)));
  }

  private Future<Read<List<ServiceEndpoints>>> endpoints(Set<String> names) {
    if (names.isEmpty()) {
      return found(List.of());
    }
    var slices = new EndpointSlices(names);
    var reply =
        names.size() > MAX_SELECTED
            ? pages(EndpointSlices.SELECTION, slices)
            : api.list(
                path() + "?labelSelector=" + selector(names),
                "endpointslices",
                EndpointSlices.SELECTION,
                slices);
    return reply.map(done -> read(done, slices).map(read -> read.concerning(pod.uid())));
  }

  private static String selector(Set<String> names) {
    var selector = EndpointSlices.SERVICE + " in (" + String.join(",", names) + ")";
    return URLEncoder.encode(selector, StandardCharsets.UTF_8);
  }

  /// All slices of the namespace, page by page.
  private Future<ApiReply> pages(Selection selection, ItemReader items) {
    Promise<ApiReply> last = Promise.promise();
    page("", 1, selection, items, last);
    return last.future();
  }

  /// Reads a page and those behind it. A future per page that waits for the next one would need a
  /// stack as deep as there are pages.
  private void page(
      String from, int number, Selection selection, ItemReader items, Promise<ApiReply> last) {
    if (number > MAX_PAGES) {
      last.complete(
          new ApiReply.TooLarge("more than %d EndpointSlices".formatted(MAX_PAGES * PAGE)));
      return;
    }
    var begin =
        from.isEmpty() ? "" : "&continue=" + URLEncoder.encode(from, StandardCharsets.UTF_8);
    api.list(path() + "?limit=" + PAGE + begin, "endpointslices", selection, items)
        .onSuccess(
            reply -> {
              var next = reply instanceof ApiReply.Ok(JsonObject body) ? rest(body) : "";
              if (next.isEmpty()) {
                last.complete(reply);
              } else {
                page(next, number + 1, selection, items, last);
              }
            })
        .onFailure(last::tryFail);
  }

  /// The token of the next page; empty after the last.
  private static String rest(JsonObject list) {
    return list.getValue("metadata") instanceof JsonObject metadata
            && metadata.getValue("continue") instanceof String token
        ? token
        : "";
  }

  private static <T> Read<T> read(ApiReply reply, T gathered) {
    return switch (reply) {
      case ApiReply.Ok _ -> new Read.Found<>(gathered);
      case ApiReply.TooLarge _ -> new Read.TooLarge<>();
      case ApiReply.Status _, ApiReply.Unreachable _ -> new Read.Failed<>();
    };
  }

  private static <T> Future<Read<T>> found(T value) {
    return Future.succeededFuture(new Read.Found<>(value));
  }

  private String path() {
    return "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices".formatted(pod.namespace());
  }
}
