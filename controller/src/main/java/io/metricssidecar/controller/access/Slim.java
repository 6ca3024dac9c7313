package io.metricssidecar.controller.access;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.metricssidecar.cluster.loop.Identity;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.controller.ownership.PodClaim;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The parts of watched objects that are kept. Whoever creates an object decides how large it is,
/// so whatever this process does not use is dropped, and what it uses is bounded.
final class Slim {
  /// Length of a text of which the rest is cut off: longer than anything that is valid.
  private static final int MAX_TEXT = 512;

  /// Rules of a Role, of which more are taken for none: it differs from ours all the same.
  private static final int MAX_RULES = 10;

  /// Names in one part of a rule, and subjects of a binding; as for rules.
  private static final int MAX_NAMES = 10;

  private static final int MAX_SUBJECTS = 1_000;

  private static final Set<String> VARIABLES = Set.copyOf(SidecarConfig.variables());

  /// Name, labels, controller, ServiceAccount, stage, and the environment of our container.
  static Pod pod(Pod whole) {
    var slim = new PodBuilder().withMetadata(podMetadata(whole).build());
    var spec = whole.getSpec();
    if (spec != null) {
      slim.withNewSpec()
          .withServiceAccountName(spec.getServiceAccountName())
          .withContainers(ours(spec.getContainers()))
          .withInitContainers(ours(spec.getInitContainers()))
          .endSpec();
    }
    var status = whole.getStatus();
    if (status != null) {
      slim.withNewStatus().withPhase(status.getPhase()).endStatus();
    }
    return slim.build();
  }

  private static ObjectMetaBuilder podMetadata(Pod whole) {
    var metadata = whole.getMetadata();
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    return Identity.of(whole)
        .withDeletionTimestamp(metadata.getDeletionTimestamp())
        .withLabels(labels.size() > PodClaim.MAX_LABELS ? Map.of() : labels)
        .withOwnerReferences(
            Owner.controllingReference(metadata.getOwnerReferences()).stream()
                .map(Slim::cut)
                .toList());
  }

  private static OwnerReference cut(OwnerReference whole) {
    return whole
        .edit()
        .withApiVersion(cut(whole.getApiVersion()))
        .withKind(cut(whole.getKind()))
        .withName(cut(whole.getName()))
        .withUid(cut(whole.getUid()))
        .build();
  }

  private static List<Container> ours(List<Container> containers) {
    return Objects.requireNonNullElse(containers, List.<Container>of()).stream()
        .filter(SidecarPod::isSidecar)
        .limit(1)
        .map(
            container ->
                new ContainerBuilder()
                    .withName(container.getName())
                    .withEnv(variables(container.getEnv()))
                    .build())
        .toList();
  }

  /// The last value of each variable, as in a container.
  private static List<EnvVar> variables(List<EnvVar> env) {
    var seen = new HashSet<String>();
    return env.reversed().stream()
        .filter(variable -> variable.getValue() != null)
        .filter(variable -> VARIABLES.contains(variable.getName()) && seen.add(variable.getName()))
        .map(Slim::variable)
        .toList();
  }

  /// Most variables are the same in many pods, so their texts are shared.
  private static EnvVar variable(EnvVar whole) {
    var slim = new EnvVar(whole.getName().intern(), cut(whole.getValue()).intern(), null);
    slim.setAdditionalProperties(Map.of());
    return slim;
  }

  /// Owners and rules.
  static Role role(Role whole) {
    var rules = Objects.requireNonNullElse(whole.getRules(), List.<PolicyRule>of());
    var ours = rules.size() <= MAX_RULES && rules.stream().allMatch(Slim::small);
    return new RoleBuilder()
        .withMetadata(objectMetadata(whole))
        .withRules(ours ? rules : List.of())
        .build();
  }

  private static boolean small(PolicyRule rule) {
    return List.of(
            rule.getApiGroups(),
            rule.getResources(),
            rule.getResourceNames(),
            rule.getVerbs(),
            rule.getNonResourceURLs())
        .stream()
        .allMatch(
            names ->
                names.size() <= MAX_NAMES
                    && names.stream().allMatch(name -> name.length() <= MAX_TEXT));
  }

  /// Owners, role and subjects.
  static RoleBinding binding(RoleBinding whole) {
    var subjects = whole.getSubjects();
    return new RoleBindingBuilder()
        .withMetadata(objectMetadata(whole))
        .withRoleRef(whole.getRoleRef())
        .withSubjects(subjects.size() > MAX_SUBJECTS ? List.of() : subjects)
        .build();
  }

  /// All but `managedFields`: a Lease is written back with everything in it that is not ours. (An
  /// API server takes missing `managedFields` for unchanged ones.)
  static Lease lease(Lease whole) {
    return new LeaseBuilder(whole).editMetadata().withManagedFields().endMetadata().build();
  }

  private static ObjectMeta objectMetadata(HasMetadata whole) {
    var references = whole.getMetadata().getOwnerReferences();
    return Identity.of(whole)
        .withLabels(Map.of(Labels.MANAGED_BY, Labels.METRICS_SIDECAR))
        .withOwnerReferences(references.stream().limit(2).map(Slim::cut).toList())
        .build();
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  private Slim() {}
}
