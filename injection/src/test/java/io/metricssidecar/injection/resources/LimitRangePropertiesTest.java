package io.metricssidecar.injection.resources;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.Decision;
import io.metricssidecar.injection.InjectionPolicy;
import io.metricssidecar.injection.SkipReason;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.limits.LimitRangeFacts;
import io.metricssidecar.injection.limits.LimitRangeFacts.Item;
import io.metricssidecar.injection.limits.LimitRangeFacts.ItemType;
import io.metricssidecar.injection.limits.Resource;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gen;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Any pod in any namespace: it is accepted with its sidecar, or it has none. Kubernetes' rule is
/// stated here once more, from its documentation and in whole numbers: thousandths of a core,
/// bytes.
class LimitRangePropertiesTest {
  private static final List<String> RESOURCES = List.of("cpu", "memory");
  private static final long MEBI = 1_024 * 1_024;

  /// A pod in a namespace.
  ///
  /// @param pod as written
  /// @param ranges of the namespace
  /// @param placement of the sidecar
  private record Case(ObjectNode pod, List<LimitRangeFacts> ranges, Placement placement) {
    Decision decision() {
      return InjectionPolicy.decide(
          new AdmissionRequest("uid", "shop", OptIn.POD, true, PodView.of(pod)),
          TestOptions.PLAIN
              .withPlacement(placement)
              .in(new NamespaceFacts(Map.of(), ranges, List.of(), true)));
    }

    /// The pod with a container.
    ObjectNode with(ObjectNode container) {
      var copy = pod.deepCopy();
      var list =
          switch (placement) {
            case NATIVE_SIDECAR -> copy.withArray("/spec/initContainers");
            case CONTAINER -> copy.withArray("/spec/containers");
          };
      list.add(container);
      return copy;
    }
  }

  @Test
  void podThatGetsTheSidecarIsAcceptedIfItWasWithout() {
    var outcomes = new Tally<String>();
    forAll(
        cases(),
        2_000,
        given -> {
          if (!accepted(given.ranges(), given.pod())) {
            outcomes.add("refused without");
            return;
          }
          switch (given.decision()) {
            case Decision.Inject(var injection, var findings) -> {
              assertThat(accepted(given.ranges(), given.with(injection.container()))).isTrue();
              assertThat(requests(injection.container(), "cpu"))
                  .isLessThanOrEqualTo(limits(injection.container(), "cpu"));
              outcomes.add(
                  findings.warnings().toString().contains("LimitRange") ? "fitted" : "as wanted");
            }
            case Decision.Skip(var reason, _) -> {
              assertThat(reason).isEqualTo(SkipReason.LIMIT_RANGE);
              assertThat(possible(given)).isFalse();
              outcomes.add("skipped");
            }
            case Decision.Deny _ -> throw new AssertionError("denied");
          }
        });
    outcomes.assertMoreThan("fitted", 15);
    outcomes.assertMoreThan("as wanted", 5);
    outcomes.assertMoreThan("skipped", 1);
  }

  @Test
  void resourcesThatAreAcceptedAreLeftAlone() {
    var wanted = container("metrics-sidecar", 10L, 250L, 64L, 96L);
    var tally = new Tally<Boolean>();
    forAll(
        cases(),
        4_000,
        given -> {
          var accepted = accepted(given.ranges(), given.with(guaranteed(given, wanted)));
          tally.add(accepted);
          if (accepted) {
            var decision = given.decision();
            assertThat(decision).isInstanceOf(Decision.Inject.class);
            assertThat(decision.findings().warnings().toString()).doesNotContain("LimitRange");
          }
        });
    tally.assertMoreThan(true, 5);
  }

  private static ObjectNode guaranteed(Case given, ObjectNode container) {
    var sidecar = container.deepCopy();
    if (given.placement() == Placement.NATIVE_SIDECAR) {
      sidecar.put("restartPolicy", "Always");
    }
    if (PodView.of(given.pod()).guaranteed()) {
      sidecar.set("resources", container("metrics-sidecar", 50L, 50L, 80L, 80L).get("resources"));
    }
    return sidecar;
  }

  /// Whether any resources of use would be accepted; of each resource by itself, since no bound
  /// concerns both.
  private static boolean possible(Case given) {
    return RESOURCES.stream()
        .allMatch(
            resource ->
                LongStream.rangeClosed(0, 80)
                    .map(step -> resource.equals("cpu") ? 10 + 8 * step : 32 + 8 * step)
                    .anyMatch(limit -> possible(given, resource, limit)));
  }

  private static boolean possible(Case given, String resource, long limit) {
    return LongStream.of(limit, limit / 2, limit / 4, 10, 1)
        .filter(request -> request >= 1 && request <= limit)
        .filter(request -> request == limit || !PodView.of(given.pod()).guaranteed())
        .anyMatch(
            request -> {
              var container = Json.object().put("name", "metrics-sidecar");
              if (given.placement() == Placement.NATIVE_SIDECAR) {
                container.put("restartPolicy", "Always");
              }
              write(container, resource, request, limit);
              return accepted(given.ranges(), given.with(container), Set.of(resource));
            });
  }

  // Kubernetes' rule.

  private static boolean accepted(List<LimitRangeFacts> ranges, ObjectNode pod) {
    return accepted(ranges, pod, Set.copyOf(RESOURCES));
  }

  private static boolean accepted(
      List<LimitRangeFacts> ranges, ObjectNode pod, Set<String> resources) {
    return ranges.stream()
        .flatMap(range -> range.items().stream())
        .allMatch(item -> resources.stream().allMatch(resource -> accepts(item, resource, pod)));
  }

  private static boolean accepts(Item item, String resource, ObjectNode pod) {
    return switch (item.type()) {
      case CONTAINER ->
          Stream.concat(stream(pod, "/spec/containers"), stream(pod, "/spec/initContainers"))
              .allMatch(
                  container ->
                      accepts(
                          item,
                          resource,
                          requests(container, resource),
                          limits(container, resource)));
      case POD ->
          accepts(item, resource, sum(pod, resource, "requests"), sum(pod, resource, "limits"));
    };
  }

  /// A request or limit of 0 is none.
  private static boolean accepts(Item item, String resource, long request, long limit) {
    var min = bound(item.min(), resource);
    var max = bound(item.max(), resource);
    var ratio =
        Stream.ofNullable(item.maxRatio().get(Resource.valueOf(resource.toUpperCase(Locale.ROOT))))
            .mapToLong(Quantity::millis)
            .sum();
    return (min == 0 || (request >= min && (limit == 0 || limit >= min)))
        && (max == 0 || (limit != 0 && limit <= max && request <= max))
        && (ratio == 0 || (request != 0 && limit != 0 && limit * 1_000 <= ratio * request));
  }

  /// 0 for none.
  private static long bound(Map<Resource, Quantity> bounds, String resource) {
    var bound = bounds.get(Resource.valueOf(resource.toUpperCase(Locale.ROOT)));
    return bound == null ? 0 : amount(resource, bound);
  }

  /// What runs at the same time, at its highest.
  private static long sum(ObjectNode pod, String resource, String part) {
    var atOnce = stream(pod, "/spec/containers").mapToLong(c -> amount(c, resource, part)).sum();
    var restartable = 0L;
    var highest = 0L;
    for (var init : stream(pod, "/spec/initContainers").toList()) {
      var amount = amount(init, resource, part);
      if (init.path("restartPolicy").asText().equals("Always")) {
        restartable += amount;
        highest = Math.max(highest, restartable);
      } else {
        highest = Math.max(highest, restartable + amount);
      }
    }
    return Math.max(highest, atOnce + restartable);
  }

  private static Stream<ObjectNode> stream(ObjectNode pod, String pointer) {
    return Json.objects(pod, pointer).stream();
  }

  private static long requests(ObjectNode container, String resource) {
    return amount(container, resource, "requests");
  }

  private static long limits(ObjectNode container, String resource) {
    return amount(container, resource, "limits");
  }

  private static long amount(ObjectNode container, String resource, String part) {
    return Quantity.parse(container.at("/resources/" + part + "/" + resource).asText())
        .map(quantity -> amount(resource, quantity))
        .orElse(0L);
  }

  private static long amount(String resource, Quantity quantity) {
    return resource.equals("cpu") ? quantity.millis() : quantity.units();
  }

  // Generators.

  private static Gen<Case> cases() {
    return random -> {
      var pod = pod(random);
      return new Case(
          pod,
          ranges(random, pod),
          random.nextBoolean() ? Placement.CONTAINER : Placement.NATIVE_SIDECAR);
    };
  }

  private static ObjectNode pod(RandomGenerator random) {
    var pod = Json.object();
    pod.withObject("/metadata/annotations").put(Annotations.ENABLED, "true");
    var guaranteed = random.nextInt(4) == 0;
    var containers = pod.withArray("/spec/containers");
    for (var i = 0; i <= random.nextInt(3); i++) {
      containers.add(container(random, "c" + i, guaranteed));
    }
    var inits = pod.withArray("/spec/initContainers");
    for (var i = 0; i < random.nextInt(3); i++) {
      var init = container(random, "i" + i, guaranteed);
      if (random.nextBoolean()) {
        init.put("restartPolicy", "Always");
      }
      inits.add(init);
    }
    return pod;
  }

  private static ObjectNode container(RandomGenerator random, String name, boolean guaranteed) {
    var container = Json.object().put("name", name);
    for (var resource : RESOURCES) {
      var limit = 60 + random.nextLong(100);
      var request = guaranteed ? limit : limit - random.nextLong(limit / 2);
      write(container, resource, request, limit);
      if (!guaranteed && random.nextInt(10) == 0) {
        container.withObject("/resources/limits").remove(resource);
      }
    }
    return container;
  }

  private static ObjectNode container(
      String name, long request, long limit, long memory, long memoryLimit) {
    var container = Json.object().put("name", name);
    write(container, "cpu", request, limit);
    write(container, "memory", memory, memoryLimit);
    return container;
  }

  private static void write(ObjectNode container, String resource, long request, long limit) {
    var unit = resource.equals("cpu") ? "m" : "Mi";
    container.withObject("/resources/requests").put(resource, request + unit);
    container.withObject("/resources/limits").put(resource, limit + unit);
  }

  private static List<LimitRangeFacts> ranges(RandomGenerator random, ObjectNode pod) {
    var ranges = new ArrayList<LimitRangeFacts>();
    for (var i = 0; i <= random.nextInt(2); i++) {
      var items = new ArrayList<Item>();
      for (var j = 0; j <= random.nextInt(2); j++) {
        items.add(item(random, pod));
      }
      ranges.add(new LimitRangeFacts("range-" + i, items));
    }
    return ranges;
  }

  private static Item item(RandomGenerator random, ObjectNode pod) {
    var type = random.nextBoolean() ? ItemType.CONTAINER : ItemType.POD;
    var resource = random.nextBoolean() ? Resource.CPU : Resource.MEMORY;
    var applications = sum(pod, resource.key(), "limits") / (resource == Resource.CPU ? 1 : MEBI);
    return switch (random.nextInt(3)) {
      case 0 ->
          item(
              type,
              Map.of(resource, quantity(resource, 1 + random.nextLong(120))),
              Map.of(),
              Map.of());
      case 1 ->
          item(
              type,
              Map.of(),
              Map.of(
                  resource,
                  quantity(
                      resource,
                      (type == ItemType.CONTAINER ? 50 : applications) + random.nextLong(250))),
              Map.of());
      default ->
          item(
              type,
              Map.of(),
              Map.of(),
              Map.of(
                  resource, new Quantity(BigDecimal.valueOf(1_000 + random.nextLong(9_000), 3))));
    };
  }

  private static Item item(
      ItemType type,
      Map<Resource, Quantity> min,
      Map<Resource, Quantity> max,
      Map<Resource, Quantity> ratio) {
    return new Item(type, min, max, ratio, Map.of(), Map.of());
  }

  private static Quantity quantity(Resource resource, long amount) {
    return Quantity.parse(amount + (resource == Resource.CPU ? "m" : "Mi")).orElseThrow();
  }
}
