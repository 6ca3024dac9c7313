package io.metricssidecar.sidecar;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The EndpointSlices of a namespace, listed as an API server does: all of them, by a selector of
/// Services, or in pages.
final class FakeSlices implements FakeApiServer.Answer {
  private static final String SERVICE = "kubernetes.io/service-name";
  private static final Pattern SELECTOR = Pattern.compile(SERVICE + " in \\(([^)]*)\\)");

  private final List<JsonObject> slices = new ArrayList<>();

  /// A namespace with the three pods of `cart` in its Service.
  static FakeSlices ofCart() {
    return new FakeSlices()
        .add("cart", List.of(endpoint("0d6c", "cart-1"), endpoint("u2", "cart-2")))
        .add("cart", List.of(endpoint("u3", "cart-3")));
  }

  /// Adds one slice.
  FakeSlices add(String service, List<JsonObject> endpoints) {
    slices.add(
        new JsonObject()
            .put(
                "metadata",
                new JsonObject()
                    .put("name", "%s-%d".formatted(service, slices.size()))
                    .put("namespace", "shop")
                    .put(
                        "labels",
                        new JsonObject()
                            .put(SERVICE, service)
                            .put("endpointslice.kubernetes.io/managed-by", "somebody")))
            .put("addressType", "IPv4")
            .put("endpoints", new JsonArray(endpoints))
            .put("ports", new JsonArray().add(new JsonObject().put("port", 8080))));
    return this;
  }

  /// Adds this many endpoints of other pods to Services of 70 pods each.
  FakeSlices addOthers(int count) {
    for (var first = 0; first < count; first += 70) {
      var from = first;
      add("other-" + first, pods(from, Math.min(70, count - from)));
    }
    return this;
  }

  /// Endpoints of pods that are ready.
  static List<JsonObject> pods(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(
            pod ->
                endpoint(
                    "5f3a9c1e-0000-4000-8000-%012d".formatted(pod),
                    "another-application-6c9d7f5b8d-%05d".formatted(pod)))
        .toList();
  }

  private static JsonObject endpoint(String uid, String name) {
    return new JsonObject()
        .put("addresses", new JsonArray().add("10.244.17.23"))
        .put(
            "conditions",
            new JsonObject().put("ready", true).put("serving", true).put("terminating", false))
        .put("nodeName", "node-0017.example.com")
        .put("zone", "eu-central-1a")
        .put(
            "targetRef",
            new JsonObject()
                .put("kind", "Pod")
                .put("namespace", "shop")
                .put("name", name)
                .put("uid", uid));
  }

  @Override
  public void to(HttpServerRequest request) {
    var selector = request.getParam("labelSelector");
    var found = selector == null ? slices : slices.stream().filter(s -> fits(s, selector)).toList();
    var limit = request.getParam("limit");
    var from =
        request.getParam("continue") == null ? 0 : Integer.parseInt(request.getParam("continue"));
    var to = limit == null ? found.size() : Math.min(found.size(), from + Integer.parseInt(limit));
    var metadata = new JsonObject().put("resourceVersion", "7");
    if (to < found.size()) {
      metadata.put("continue", Integer.toString(to));
    }
    request
        .response()
        .end(
            new JsonObject()
                .put("kind", "EndpointSliceList")
                .put("metadata", metadata)
                .put("items", new JsonArray(found.subList(from, to)))
                .toBuffer());
  }

  private static boolean fits(JsonObject slice, String selector) {
    var names = SELECTOR.matcher(selector);
    if (!names.matches()) {
      throw new IllegalArgumentException(selector);
    }
    var service = slice.getJsonObject("metadata").getJsonObject("labels").getString(SERVICE);
    return List.of(names.group(1).split(",")).contains(service);
  }
}
