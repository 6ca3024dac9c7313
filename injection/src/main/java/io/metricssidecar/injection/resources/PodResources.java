package io.metricssidecar.injection.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.limits.Resource;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.PodView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The resources of a pod as Kubernetes sums them up (`component-helpers/resource/helpers.go`, and
/// `podRequests` of the admission plugin LimitRanger).
///
/// @param containers each of them, init containers included
/// @param beside the sum of those that run as long as the pod: containers and restartable init
///   containers
/// @param before the greatest need of the init containers that end before the containers start,
///   with the restartable ones that run then
/// @param level requests and limits of the pod as a whole (KEP-2837), which replace the sums
/// @param overhead of the pod's runtime class, which a quota counts
record PodResources(
    List<Amounts> containers,
    Amounts beside,
    Amounts before,
    Amounts level,
    Map<Resource, Quantity> overhead) {
  PodResources {
    containers = List.copyOf(containers);
    overhead = Map.copyOf(overhead);
  }

  /// Reads a pod.
  static PodResources of(PodView pod) {
    var containers = new ArrayList<Amounts>();
    var beside = Amounts.NONE;
    for (var container : pod.containers()) {
      var amounts = Amounts.of(container.json());
      containers.add(amounts);
      beside = beside.plus(amounts);
    }
    var restartable = Amounts.NONE;
    var before = Amounts.NONE;
    for (var init : Json.objects(pod.json(), "/spec/initContainers")) {
      var amounts = Amounts.of(init);
      containers.add(amounts);
      if (Json.text(init, "/restartPolicy").orElse("").equals("Always")) {
        restartable = restartable.plus(amounts);
      } else {
        before = before.max(amounts.plus(restartable));
      }
    }
    return new PodResources(
        containers, beside.plus(restartable), before, level(pod), overhead(pod.json()));
  }

  private static Amounts level(PodView pod) {
    return Json.at(pod.json(), "/spec") instanceof ObjectNode spec
        ? Amounts.of(spec)
        : Amounts.NONE;
  }

  private static Map<Resource, Quantity> overhead(ObjectNode pod) {
    var overhead = new EnumMap<Resource, Quantity>(Resource.class);
    for (var resource : Resource.values()) {
      Amounts.quantity(pod, "/spec/overhead/" + resource.key())
          .ifPresent(amount -> overhead.put(resource, amount));
    }
    return overhead;
  }

  /// The same with one more container, which runs beside all others: an ordinary one, or the last
  /// restartable init container.
  PodResources with(Amounts container) {
    var all = new ArrayList<>(containers);
    all.add(container);
    return new PodResources(all, beside.plus(container), before, level, overhead);
  }

  /// The sums that a LimitRange bounds.
  Amounts total() {
    return level.or(beside.max(before));
  }

  /// The sums that a quota counts: with the overhead, which raises limits only where there are any.
  Amounts charged() {
    var total = total();
    var overheads = new Amounts(overhead, overhead);
    var limits = new EnumMap<Resource, Quantity>(Resource.class);
    limits.putAll(total.plus(overheads).limits());
    limits.keySet().retainAll(total.limits().keySet());
    return new Amounts(total.plus(overheads).requests(), limits);
  }

  /// Whether the pod's class of service is BestEffort.
  boolean bestEffort() {
    return !level.any() && containers.stream().noneMatch(Amounts::any);
  }
}
