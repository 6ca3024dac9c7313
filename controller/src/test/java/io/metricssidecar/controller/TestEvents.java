package io.metricssidecar.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.assertj.core.groups.Tuple;

/// The Events of the namespace `shop`.
public final class TestEvents {
  private static final Duration SOON = Duration.ofSeconds(30);

  /// Those that were written so far.
  public static List<Event> recorded(KubernetesClient client) {
    return client.v1().events().inNamespace(TestWorkloads.NAMESPACE).list().getItems();
  }

  /// Waits until these were written and no others, in any order.
  ///
  /// @param expected kind and name of the object, type, reason and message
  public static void awaitEvents(KubernetesClient client, Tuple... expected) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(recorded(client))
                    .extracting(
                        event -> event.getInvolvedObject().getKind(),
                        event -> event.getInvolvedObject().getName(),
                        Event::getType,
                        Event::getReason,
                        Event::getMessage)
                    .containsExactlyInAnyOrder(expected));
  }

  private TestEvents() {}
}
