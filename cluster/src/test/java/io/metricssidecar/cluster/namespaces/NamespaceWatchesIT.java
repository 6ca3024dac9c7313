package io.metricssidecar.cluster.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.limits.LimitRangeFacts;
import io.metricssidecar.injection.limits.LimitRangeFacts.Item;
import io.metricssidecar.injection.limits.LimitRangeFacts.ItemType;
import io.metricssidecar.injection.limits.QuotaFacts;
import io.metricssidecar.injection.limits.QuotaFacts.Scope;
import io.metricssidecar.injection.limits.Resource;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class NamespaceWatchesIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private KubernetesClient client;
  private NamespaceWatches watches;

  @BeforeEach
  void create() {
    watches = new NamespaceWatches(client);
  }

  @AfterEach
  void close() {
    watches.close();
  }

  @Test
  void knowsWhatWasThereBeforeAndWhatComesAfterTheStart() {
    make(namespace("shop", Map.of("metrics-sidecar/mode", "observe", "team", "a")));
    make(range("shop", "small", List.of("Container")));
    assertThat(watches.of("shop")).isEqualTo(NamespaceFacts.UNKNOWN);
    start();

    assertThat(watches.of("shop"))
        .isEqualTo(
            new NamespaceFacts(
                Map.of("metrics-sidecar/mode", "observe"),
                List.of(facts("small", List.of(ItemType.CONTAINER))),
                List.of(),
                true));
    assertThat(watches.of("elsewhere")).isEqualTo(NamespaceFacts.NONE);

    make(range("shop", "another", List.of("Pod", "PersistentVolumeClaim")));
    make(quota("shop"));

    awaitFacts(
        new NamespaceFacts(
            Map.of("metrics-sidecar/mode", "observe"),
            List.of(
                facts("another", List.of(ItemType.POD)),
                facts("small", List.of(ItemType.CONTAINER))),
            List.of(
                new QuotaFacts(
                    "compute",
                    List.of(
                        new Scope("NotTerminating", "Exists", List.of()),
                        new Scope("PriorityClass", "In", List.of("high"))),
                    Map.of("requests.cpu", cores("2"), "pods", cores("10")),
                    Map.of("requests.cpu", cores("1500m")))),
            true));
  }

  /// A default such as `mode: observe` must not disappear because of what else is on a Namespace.
  @Test
  void keepsTheSettingsOfANamespaceWithTooManyAndTooLongAnnotations() {
    var annotations = new HashMap<String, String>();
    IntStream.range(0, 1_000).forEach(i -> annotations.put("metrics-sidecar/a" + i, "x"));
    annotations.put("metrics-sidecar/warm-up", "9".repeat(100_000));
    annotations.put("metrics-sidecar/mode", "observe");
    make(namespace("shop", annotations));
    start();

    assertThat(watches.of("shop").annotations())
        .hasSize(NamespaceObjects.MAX_PARTS)
        .containsEntry("metrics-sidecar/mode", "observe")
        .containsEntry("metrics-sidecar/warm-up", "9".repeat(NamespaceObjects.MAX_TEXT));
  }

  @Test
  void forgetsWhatIsDeleted() {
    make(range("shop", "small", List.of("Container")));
    start();
    assertThat(watches.of("shop").limitRanges()).hasSize(1);

    client.limitRanges().inNamespace("shop").withName("small").delete();

    awaitFacts(NamespaceFacts.NONE);
  }

  @Test
  void keepsABoundedNumberOfObjectsOfEachNamespaceAndSaysSo() {
    IntStream.rangeClosed(1, NamespaceStore.MAX_OBJECTS + 1)
        .forEach(i -> make(range("shop", "range-" + i, List.of("Container"))));
    make(range("other", "one", List.of("Container")));
    start();

    assertThat(watches.of("shop").limitRanges()).hasSize(NamespaceStore.MAX_OBJECTS);
    assertThat(watches.of("shop").complete()).isFalse();
    assertThat(watches.of("other").complete()).isTrue();
  }

  @Test
  void keepsNoObjectThatIsTooLargeAndSaysSo() {
    var items =
        IntStream.rangeClosed(0, NamespaceObjects.MAX_PARTS).mapToObj(_ -> "Container").toList();
    make(range("shop", "huge", items));
    start();

    assertThat(watches.of("shop"))
        .isEqualTo(new NamespaceFacts(Map.of(), List.of(), List.of(), false));
  }

  private void start() {
    watches.start();
    await().atMost(SOON).until(watches::synced);
  }

  private void awaitFacts(NamespaceFacts expected) {
    await().atMost(SOON).untilAsserted(() -> assertThat(watches.of("shop")).isEqualTo(expected));
  }

  private void make(HasMetadata object) {
    client.resource(object).create();
  }

  private static HasMetadata namespace(String name, Map<String, String> annotations) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withAnnotations(annotations)
        .endMetadata()
        .build();
  }

  private static LimitRange range(String namespace, String name, List<String> types) {
    var range =
        new LimitRangeBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .withNewSpec();
    types.forEach(
        type ->
            range
                .addNewLimit()
                .withType(type)
                .addToMin("cpu", quantity("50m"))
                .addToMax("memory", quantity("1Gi"))
                .addToMax("ephemeral-storage", quantity("1Gi"))
                .addToMaxLimitRequestRatio("cpu", quantity("4"))
                .addToDefaultRequest("cpu", quantity("60m"))
                .addToDefault("cpu", quantity("70m"))
                .endLimit());
    return range.endSpec().build();
  }

  private static LimitRangeFacts facts(String name, List<ItemType> types) {
    return new LimitRangeFacts(
        name,
        types.stream()
            .map(
                type ->
                    new Item(
                        type,
                        Map.of(Resource.CPU, cores("50m")),
                        Map.of(Resource.MEMORY, cores("1Gi")),
                        Map.of(Resource.CPU, cores("4")),
                        Map.of(Resource.CPU, cores("60m")),
                        Map.of(Resource.CPU, cores("70m"))))
            .toList());
  }

  private static ResourceQuota quota(String namespace) {
    return new ResourceQuotaBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("compute")
        .endMetadata()
        .withNewSpec()
        .withScopes("NotTerminating")
        .withNewScopeSelector()
        .addNewMatchExpression()
        .withScopeName("PriorityClass")
        .withOperator("In")
        .withValues("high")
        .endMatchExpression()
        .endScopeSelector()
        .addToHard("requests.cpu", quantity("3"))
        .endSpec()
        .withNewStatus()
        .addToHard("requests.cpu", quantity("2"))
        .addToHard("pods", quantity("10"))
        .addToHard("services", quantity("10"))
        .addToUsed("requests.cpu", quantity("1500m"))
        .endStatus()
        .build();
  }

  private static io.fabric8.kubernetes.api.model.Quantity quantity(String text) {
    return new io.fabric8.kubernetes.api.model.Quantity(text);
  }

  private static Quantity cores(String text) {
    return Quantity.parse(text).orElseThrow();
  }
}
