package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.sidecar.json.SelectiveReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointSlicesTest {
  /// The Services of a list that concern pod `u0`, read as the product does: names first. Empty
  /// where it is no list of slices.
  private static Optional<List<ServiceEndpoints>> read(String pod, JsonObject list) {
    try {
      var names = new EndpointSlices.Names(pod);
      read(new SelectiveReader(EndpointSlices.Names.SELECTION, names), list);
      var slices = new EndpointSlices(names.names());
      read(new SelectiveReader(EndpointSlices.SELECTION, slices), list);
      return Optional.of(slices.concerning(pod));
    } catch (SelectiveReader.Malformed | SelectiveReader.TooLarge e) {
      return Optional.empty();
    }
  }

  private static void read(SelectiveReader reader, JsonObject list)
      throws SelectiveReader.Malformed, SelectiveReader.TooLarge {
    reader.read(list.toBuffer().getBytes());
    reader.end();
  }

  private static Optional<List<ServiceEndpoints>> read(JsonObject... slices) {
    return read("u0", new JsonObject().put("items", new JsonArray(List.of(slices))));
  }

  private static JsonObject slice(String service, JsonObject... endpoints) {
    return new JsonObject()
        .put(
            "metadata",
            new JsonObject()
                .put("labels", new JsonObject().put("kubernetes.io/service-name", service)))
        .put("endpoints", new JsonArray(List.of(endpoints)));
  }

  private static JsonObject endpoint(int pod, String conditions) {
    return new JsonObject(
        """
        {"targetRef": {"kind": "Pod", "uid": "u%d", "name": "p%d"}, "zone": "a",
         "conditions": %s}
        """
            .formatted(pod, pod, conditions));
  }

  private static Endpoint expected(int pod, boolean ready, boolean serving) {
    return new Endpoint("u" + pod, "p" + pod, ready, serving, "a");
  }

  @Test
  void readsTheServicesThatConcernThePodWithAllTheirEndpoints() {
    assertThat(
            read(
                slice("web", endpoint(0, "{\"ready\": true}"), endpoint(1, "{\"ready\": true}")),
                slice("web", endpoint(2, "{\"ready\": false}")),
                slice("other", endpoint(3, "{\"ready\": true}")),
                slice("admin", endpoint(0, "{\"ready\": true}"))))
        .contains(
            List.of(
                new ServiceEndpoints("admin", List.of(expected(0, true, true))),
                new ServiceEndpoints(
                    "web",
                    List.of(
                        expected(0, true, true),
                        expected(1, true, true),
                        expected(2, false, false)))));
  }

  /// As the types say: no `ready` is true, no `serving` is what `ready` says.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|true|true",
        "{\"ready\": null, \"serving\": null}|true|true",
        "{\"ready\": false}|false|false",
        "{\"ready\": false, \"serving\": true, \"terminating\": true}|false|true",
        "{\"ready\": true, \"serving\": false}|true|false",
        "{\"serving\": false}|true|false"
      })
  void takesAbsentConditionsForWhatTheyMean(String conditions, boolean ready, boolean serving) {
    assertThat(read(slice("web", endpoint(0, conditions))))
        .contains(List.of(new ServiceEndpoints("web", List.of(expected(0, ready, serving)))));
  }

  @Test
  void countsAPodWithTwoAddressFamiliesOnceAndAsNotReadyIfEitherIsNot() {
    var ready = "{\"ready\": true}";
    var notReady = "{\"ready\": false}";

    assertThat(
            read(
                slice("web", endpoint(0, ready), endpoint(1, ready), endpoint(2, notReady)),
                slice("web", endpoint(0, ready), endpoint(1, notReady), endpoint(2, ready))))
        .contains(
            List.of(
                new ServiceEndpoints(
                    "web",
                    List.of(
                        expected(0, true, true),
                        expected(1, false, false),
                        expected(2, false, false)))));
  }

  @Test
  void seesThatAServicePublishesPodsThatAreNotReady() {
    var view =
        read(slice("web", endpoint(0, "{\"ready\": true, \"serving\": false}"))).orElseThrow();

    assertThat(view.getFirst().endpoints().getFirst().published()).isTrue();
    assertThat(expected(0, true, true).published()).isFalse();
    assertThat(expected(0, false, false).published()).isFalse();
    assertThat(expected(0, false, true).published()).isFalse();
  }

  @Test
  void leavesOutWhatHasNoPodOrNoService() {
    var address = new JsonObject("{\"addresses\": [\"10.0.0.1\"], \"conditions\": {}}");
    var nameless = new JsonObject().put("endpoints", new JsonArray(List.of(endpoint(0, "{}"))));

    assertThat(read(slice("web", address, endpoint(0, "{}")), nameless))
        .contains(List.of(new ServiceEndpoints("web", List.of(expected(0, true, true)))));
  }

  @Test
  void aPodThatNoServiceSelectsHasNone() {
    assertThat(read()).contains(List.of());
    assertThat(read(slice("web"))).contains(List.of());
    assertThat(read(new JsonObject())).contains(List.of());
    assertThat(read("u0", new JsonObject())).contains(List.of());
  }

  @Test
  void anEndpointWithoutPodNeverConcernsASidecarThatDoesNotKnowItsPod() {
    var list =
        new JsonObject().put("items", new JsonArray(List.of(slice("web", new JsonObject()))));

    assertThat(read("", list)).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"items\": \"none\"}",
        "{\"items\": [1]}",
        "{\"items\": [null]}",
        "{\"items\": [{\"metadata\": null}]}",
        "{\"items\": [{\"metadata\": {\"labels\": []}}]}",
        "{\"items\": [{\"endpoints\": [{\"targetRef\": 5}]}]}",
        "{\"items\": [{\"metadata\": {\"labels\": {\"kubernetes.io/service-name\": \"web\"}},"
            + " \"endpoints\": [{\"targetRef\": {\"uid\": \"u0\"},"
            + " \"conditions\": {\"ready\": \"yes\"}}]}]}"
      })
  void whatIsNoListOfSlicesIsNotRead(String body) {
    assertThat(read("u0", new JsonObject(body))).isEmpty();
  }

  /// Its selector changed after it was found.
  @Test
  void aServiceThatNoLongerSelectsThePodDoesNotConcernIt() throws Exception {
    var slices = new EndpointSlices(Set.of("former", "web"));
    slices.read(slice("former", endpoint(1, "{}")));
    slices.read(slice("web", endpoint(0, "{}")));

    assertThat(slices.concerning("u0"))
        .isEqualTo(List.of(new ServiceEndpoints("web", List.of(expected(0, true, true)))));
  }

  /// 10,001 pods in one Service: nobody sheds there, and nobody runs out of memory.
  @Test
  void moreThanTenThousandEndpointsAreTooMany() throws Exception {
    var slices = new EndpointSlices(Set.of("web"));
    for (var first = 0; first < 10_000; first += 100) {
      slices.read(slice("web", hundred(first)));
      slices.read(slice("other", hundred(first)));
    }

    assertThat(slices.concerning("u0").getFirst().endpoints()).hasSize(10_000);
    assertThatThrownBy(() -> slices.read(slice("web", endpoint(10_000, "{}"))))
        .isInstanceOf(SelectiveReader.TooLarge.class)
        .hasMessage("more than 10000 endpoints");
  }

  private static JsonObject[] hundred(int first) {
    return IntStream.range(first, first + 100)
        .mapToObj(pod -> endpoint(pod, "{\"ready\": true}"))
        .toArray(JsonObject[]::new);
  }
}
