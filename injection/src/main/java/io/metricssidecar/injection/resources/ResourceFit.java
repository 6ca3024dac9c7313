package io.metricssidecar.injection.resources;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.injection.annotations.InjectionAnnotation;
import io.metricssidecar.injection.limits.LimitRangeFacts;
import io.metricssidecar.injection.limits.Resource;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import io.metricssidecar.injection.pod.PodView;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sidecar's resources, fitted to the LimitRanges of a pod's namespace.
///
/// @param resources of the sidecar; the wanted ones where they cannot be fitted
/// @param changes to the wanted resources, as sentences
/// @param impossible why they cannot be fitted, as a sentence; empty where they can
record ResourceFit(SidecarResources resources, List<String> changes, Optional<String> impossible) {
  /// The lowest CPU limit to which the sidecar's is lowered. With less the JVM takes minutes to
  /// start, in which the pod is not ready.
  private static final String LOWEST_CPU_LIMIT = "10m";

  ResourceFit {
    requireNonNull(resources, "resources is null");
    changes = List.copyOf(changes);
    requireNonNull(impossible, "impossible is null");
  }

  /// Fits the resources. A Guaranteed pod remains Guaranteed.
  ///
  /// @param pod without the sidecar
  /// @param wanted by the pod's annotations and the installation
  /// @param ranges of the pod's namespace
  static ResourceFit of(PodView pod, SidecarResources wanted, List<LimitRangeFacts> ranges) {
    return ranges.isEmpty()
        ? new ResourceFit(wanted, List.of(), Optional.empty())
        : new Fitting(pod, PodResources.of(pod), ranges).fit(wanted);
  }

  /// One fitting.
  private record Fitting(PodView pod, PodResources sums, List<LimitRangeFacts> ranges) {
    ResourceFit fit(SidecarResources wanted) {
      var start = pod.guaranteed() ? wanted.guaranteed() : wanted;
      var cpu = fit(Resource.CPU, start.cpu());
      var memory = fit(Resource.MEMORY, start.memory());
      if (cpu.isEmpty() || memory.isEmpty()) {
        return new ResourceFit(
            wanted,
            List.of(),
            Optional.of(impossible(cpu.isEmpty() ? Resource.CPU : Resource.MEMORY)));
      }
      var changes = new ArrayList<String>();
      change(
              Resource.CPU,
              start.cpu(),
              cpu.get(),
              InjectionAnnotation.CPU_REQUEST,
              InjectionAnnotation.CPU_LIMIT)
          .ifPresent(changes::add);
      change(
              Resource.MEMORY,
              start.memory(),
              memory.get(),
              InjectionAnnotation.MEMORY_REQUEST,
              InjectionAnnotation.MEMORY_LIMIT)
          .ifPresent(changes::add);
      return new ResourceFit(
          changes.isEmpty() ? wanted : new SidecarResources(cpu.get(), memory.get()),
          changes,
          Optional.empty());
    }

    /// Where the pod as a whole has the resource, the sidecar has none of its own.
    private Optional<Requirement> fit(Resource resource, Requirement wanted) {
      return pod.hasPodResource(resource.key())
          ? Optional.of(wanted)
          : new RequirementFit(
                  resource, ranges.stream().flatMap(range -> range.items().stream()).toList(), sums)
              .fit(wanted, pod.guaranteed(), lowest(resource));
    }

    private static long lowest(Resource resource) {
      var limit =
          switch (resource) {
            case CPU -> LOWEST_CPU_LIMIT;
            case MEMORY -> InjectionAnnotation.LOWEST_MEMORY_LIMIT;
          };
      return resource.steps(Quantity.parse(limit).orElseThrow(), RoundingMode.CEILING);
    }

    private Optional<String> change(
        Resource resource,
        Requirement wanted,
        Requirement fitted,
        Setting<String> request,
        Setting<String> limit) {
      if (fitted.equals(wanted)) {
        return Optional.empty();
      }
      return Optional.of(
          "LimitRange %s changes the sidecar's %s: %s"
              .formatted(
                  names(resource),
                  resource.key(),
                  Stream.of(
                          change("request", wanted.request(), fitted.request(), request),
                          change("limit", wanted.limit(), fitted.limit(), limit))
                      .flatMap(Optional::stream)
                      .collect(Collectors.joining(", "))));
    }

    private Optional<String> change(
        String part, String wanted, String fitted, Setting<String> setting) {
      return wanted.equals(fitted)
          ? Optional.empty()
          : Optional.of(
              "%s %s instead of %s%s"
                  .formatted(
                      part,
                      fitted,
                      wanted,
                      pod.annotations().containsKey(setting.annotation())
                          ? ", although the pod has " + setting.annotation()
                          : ""));
    }

    private String impossible(Resource resource) {
      return "LimitRange %s leaves the sidecar less %s than the %s that it needs"
          .formatted(names(resource), resource.key(), resource.text(lowest(resource)));
    }

    /// The LimitRanges that bound a resource.
    private String names(Resource resource) {
      return ranges.stream()
          .filter(range -> range.items().stream().anyMatch(item -> item.bounds(resource)))
          .map(LimitRangeFacts::name)
          .collect(Collectors.joining(", "));
    }
  }
}
