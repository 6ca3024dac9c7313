package io.metricssidecar.sidecar.budget;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.podmetrics.GarbageJson;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  private static final Set<String> PODS = Set.of("web-a", "web-b", "web-c");

  private static Optional<Scale> read(String json) {
    return Scale.read(new JsonObject(json));
  }

  @Test
  void readsWhatTheApiServerSends() {
    assertThat(
            read(
                """
                {"kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": {"name": "web"},
                 "spec": {"replicas": 3}, "status": {"replicas": 4, "selector": "app=web,tier in (a)"}}
                """))
        .contains(new Scale(3, 4, "app=web,tier in (a)"));
  }

  @Test
  void takesTheCountsThatGoLeavesOutForZero() {
    assertThat(read("{\"spec\": {}, \"status\": {\"selector\": \"app=web\"}}"))
        .contains(new Scale(0, 0, "app=web"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"{'spec': {'replicas': 3}}", "{'status': {'replicas': 3, 'selector': ''}}"})
  void saysNothingWithoutASelectorOfThePods(String json) {
    assertThat(read(json.replace('\'', '"'))).isEmpty();
  }

  @Test
  void countsAsReadyThePodsOfTheSelectorThatAnyServiceShowsAsReadyOnce() {
    var front =
        new ServiceEndpoints(
            "front", List.of(ready("web-a"), notReady("web-b"), ready("web-c"), ready("other")));
    var inside = new ServiceEndpoints("inside", List.of(ready("web-a")));

    assertThat(new Scale(3, 3, "app=web").status(List.of(front, inside), PODS))
        .isEqualTo(new WorkloadStatus(3, 2, 2, 3, false));
  }

  @Test
  void doesNotCountAPodOfWhichItIsNotKnownWhoseItIs() {
    var front = new ServiceEndpoints("front", List.of(ready("web-a"), ready("web-b")));

    assertThat(new Scale(2, 2, "app=web").status(List.of(front), Set.of("web-a")))
        .isEqualTo(new WorkloadStatus(2, 1, 1, 2, false));
  }

  @Test
  void doesNotCountAPodThatTheServicePublishesWithoutBeingReady() {
    var published = new Endpoint("uid", "web-a", true, false, "");
    var front = new ServiceEndpoints("front", List.of(published));

    assertThat(new Scale(1, 1, "app=web").status(List.of(front), PODS).ready()).isZero();
  }

  /// A pod that stops still serves what kube-proxy has nowhere else to send.
  @Test
  void doesNotCountAPodThatServesWhileItStops() {
    var stopping = new Endpoint("uid", "web-a", false, true, "");
    var front = new ServiceEndpoints("front", List.of(stopping));

    assertThat(new Scale(1, 1, "app=web").status(List.of(front), PODS).ready()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"3, 3, false", "3, 4, true", "3, 2, true", "0, 0, false"})
  void isRollingWhileThereAreMoreOrFewerPodsThanDesired(int desired, int present, boolean rolling) {
    assertThat(new Scale(desired, present, "app=web").status(List.of(), PODS).rolling())
        .isEqualTo(rolling);
  }

  @Test
  void readsAnythingWithoutThrowing() {
    forAll(GarbageJson.objects(), 200, body -> assertThat(Scale.read(body)).isNotNull());
  }

  private static Endpoint ready(String pod) {
    return new Endpoint("uid-" + pod, pod, true, true, "");
  }

  private static Endpoint notReady(String pod) {
    return new Endpoint("uid-" + pod, pod, false, false, "");
  }
}
