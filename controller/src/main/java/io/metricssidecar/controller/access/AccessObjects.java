package io.metricssidecar.controller.access;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import java.util.List;
import java.util.SortedSet;

/// The desired objects of one workload: the rights of its sidecars and the Lease of its budget. The
/// workload owns them, so that they are deleted with it. The chart's admission policy for the
/// controller's account accepts these and no others.
final class AccessObjects {
  private static final String RBAC_GROUP = "rbac.authorization.k8s.io";

  private static final PolicyRule METRICS =
      rule("metrics.k8s.io", List.of("pods"), List.of(), List.of("get", "list"));
  private static final PolicyRule PODS = rule("", List.of("pods"), List.of(), List.of("get"));
  private static final PolicyRule ENDPOINT_SLICES =
      rule("discovery.k8s.io", List.of("endpointslices"), List.of(), List.of("list"));

  /// The Role of the workload's sidecars.
  static Role role(OwnedWorkload workload) {
    return new RoleBuilder().withMetadata(metadata(workload)).withRules(rules(workload)).build();
  }

  /// The rights of the workload's sidecars; they need no others.
  static List<PolicyRule> rules(OwnedWorkload workload) {
    return List.of(
        METRICS,
        PODS,
        workloadRule(workload),
        ENDPOINT_SLICES,
        rule(
            "coordination.k8s.io",
            List.of("leases"),
            List.of(workload.resourceName()),
            List.of("get", "update")));
  }

  private static PolicyRule workloadRule(OwnedWorkload workload) {
    var target = workload.target();
    var resources =
        target.scale()
            ? List.of(target.resource(), target.resource() + "/scale")
            : List.of(target.resource());
    return rule(target.group(), resources, List.of(workload.owner().name()), List.of("get"));
  }

  private static PolicyRule rule(
      String group, List<String> resources, List<String> names, List<String> verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resources)
        .withResourceNames(names)
        .withVerbs(verbs)
        .build();
  }

  /// The binding of the Role to the ServiceAccounts of the workload's pods.
  static RoleBinding binding(OwnedWorkload workload, SortedSet<String> serviceAccounts) {
    return new RoleBindingBuilder()
        .withMetadata(metadata(workload))
        .withRoleRef(roleRef(workload))
        .withSubjects(subjects(workload, serviceAccounts))
        .build();
  }

  /// The Role that the binding gives.
  static RoleRef roleRef(OwnedWorkload workload) {
    return new RoleRef(RBAC_GROUP, "Role", workload.resourceName());
  }

  /// The ServiceAccounts of the workload's pods, as the binding names them.
  static List<Subject> subjects(OwnedWorkload workload, SortedSet<String> serviceAccounts) {
    return serviceAccounts.stream().map(name -> subject(workload.namespace(), name)).toList();
  }

  private static Subject subject(String namespace, String name) {
    return new SubjectBuilder()
        .withKind("ServiceAccount")
        .withNamespace(namespace)
        .withName(name)
        .build();
  }

  /// The Lease of a budget without holders.
  static Lease lease(OwnedWorkload workload) {
    return new LeaseBuilder()
        .withMetadata(
            metadata(workload).edit().addToAnnotations(BudgetRecord.EMPTY.annotations()).build())
        .withNewSpec()
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(OwnedWorkload workload) {
    var owner = workload.owner();
    return new ObjectMetaBuilder()
        .withNamespace(workload.namespace())
        .withName(workload.resourceName())
        .addToLabels(Labels.MANAGED_BY, Labels.METRICS_SIDECAR)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(owner.apiVersion())
                .withKind(owner.kind())
                .withName(owner.name())
                .withUid(owner.uid())
                .build())
        .build();
  }

  private AccessObjects() {}
}
