package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A pod with a sidecar, as last seen, that has not come to its end.
///
/// @param uid of the pod
/// @param name of the pod
/// @param controller UID of the object that controls it
/// @param budget what its sidecar goes by
/// @param leaving whether it has been deleted and is only not gone yet
public record Member(String uid, String name, String controller, Budget budget, boolean leaving) {
  /// Phases that a pod never leaves: none of its containers runs or will run, and no Service sends
  /// anything there.
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  public Member {
    requireNonNull(uid, "uid is null");
    requireNonNull(name, "name is null");
    requireNonNull(controller, "controller is null");
    requireNonNull(budget, "budget is null");
  }

  /// What a sidecar goes by, from its environment, which never changes in the life of a pod.
  ///
  /// @param lease that it keeps its slot in
  /// @param shedding the user's conditions
  public record Budget(LeaseName lease, Shedding shedding) {
    public Budget {
      requireNonNull(lease, "lease is null");
      requireNonNull(shedding, "shedding is null");
    }

    /// Reads a pod; empty where it has no sidecar. A setting that is bad has its default, as it has
    /// in the sidecar.
    public static Optional<Budget> of(Pod pod) {
      return Stream.of(pod.getSpec().getContainers(), pod.getSpec().getInitContainers())
          .flatMap(List::stream)
          .filter(container -> Names.CONTAINER.equals(container.getName()))
          .findFirst()
          .map(Budget::environment)
          .map(
              env ->
                  new Budget(
                      new LeaseName(pod.getMetadata().getNamespace(), lease(env)),
                      SidecarSettings.read(SettingsSource.env(env)).value().shedding()));
    }

    private static String lease(Map<String, String> env) {
      return SidecarConfig.fromEnv(env).value().lease();
    }

    private static Map<String, String> environment(Container container) {
      var env = new HashMap<String, String>();
      container
          .getEnv()
          .forEach(
              variable -> {
                if (variable.getValue() != null) {
                  env.put(variable.getName(), variable.getValue());
                }
              });
      return env;
    }
  }

  /// A pod that goes by this; empty where the pod has come to its end or nobody controls it.
  public static Optional<Member> of(Pod pod, Budget budget) {
    var metadata = pod.getMetadata();
    return ended(pod)
        ? Optional.empty()
        : controller(metadata.getOwnerReferences())
            .map(
                owner ->
                    new Member(
                        metadata.getUid(),
                        metadata.getName(),
                        owner.getUid(),
                        budget,
                        metadata.getDeletionTimestamp() != null));
  }

  /// The one owner that controls an object.
  static Optional<OwnerReference> controller(List<OwnerReference> owners) {
    return owners.stream().filter(owner -> Objects.equals(owner.getController(), true)).findFirst();
  }

  /// Whether a pod has come to its end.
  public static boolean ended(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getPhase() != null
        && ENDED.contains(pod.getStatus().getPhase());
  }
}
