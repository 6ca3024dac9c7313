package io.metricssidecar.controller.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.metricssidecar.controller.ownership.Resolution.Unknown;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.writes.AccessAction;
import io.metricssidecar.controller.writes.AccessAction.Create;
import io.metricssidecar.controller.writes.AccessAction.Delete;
import io.metricssidecar.controller.writes.AccessAction.Update;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AccessPlanTest {
  private static final OwnedWorkload WEB =
      new OwnedWorkload(
          "shop",
          ScaleTarget.KUBERNETES.getFirst(),
          new Owner("apps/v1", "Deployment", "web", "uid-1"));
  private static final SortedSet<String> ACCOUNTS = new TreeSet<>(List.of("web", "batch"));
  private static final AccessState COMPLETE = state(Map.of(WEB, ACCOUNTS));

  @Test
  void givesAWorkloadExactlyTheseRights() {
    assertThat(Serialization.asYaml(AccessObjects.role(WEB)))
        .isEqualTo(
            """
            ---
            apiVersion: "rbac.authorization.k8s.io/v1"
            kind: "Role"
            metadata:
              labels:
                app.kubernetes.io/managed-by: "metrics-sidecar"
              name: "metrics-sidecar-deployment-web"
              namespace: "shop"
              ownerReferences:
              - apiVersion: "apps/v1"
                kind: "Deployment"
                name: "web"
                uid: "uid-1"
            rules:
            - apiGroups:
              - "metrics.k8s.io"
              resources:
              - "pods"
              verbs:
              - "get"
              - "list"
            - apiGroups:
              - ""
              resources:
              - "pods"
              verbs:
              - "get"
            - apiGroups:
              - "apps"
              resourceNames:
              - "web"
              resources:
              - "deployments"
              - "deployments/scale"
              verbs:
              - "get"
            - apiGroups:
              - "discovery.k8s.io"
              resources:
              - "endpointslices"
              verbs:
              - "list"
            - apiGroups:
              - "coordination.k8s.io"
              resourceNames:
              - "metrics-sidecar-deployment-web"
              resources:
              - "leases"
              verbs:
              - "get"
              - "update"
            """);
  }

  @Test
  void createsWhatIsMissing() {
    var empty = new AccessState(Map.of(WEB, ACCOUNTS), Set.of(), List.of(), List.of(), List.of());

    assertThat(AccessPlan.grant(empty))
        .isEqualTo(
            List.of(
                new Create(AccessObjects.lease(WEB)),
                new Create(AccessObjects.role(WEB)),
                new Create(AccessObjects.binding(WEB, ACCOUNTS))));
  }

  @Test
  void doesNothingWhereAllIsThere() {
    assertThat(AccessPlan.grant(COMPLETE)).isEmpty();
    assertThat(Withdrawal.orphans(COMPLETE)).isEmpty();
  }

  @Test
  void takesBackRightsThatSomebodyAdded() {
    var role =
        new RoleBuilder(AccessObjects.role(WEB))
            .editMetadata()
            .withResourceVersion("7")
            .endMetadata()
            .addNewRule()
            .withApiGroups("")
            .withResources("secrets")
            .withVerbs("get")
            .endRule()
            .build();
    var state =
        new AccessState(
            COMPLETE.workloads(), Set.of(), List.of(role), COMPLETE.bindings(), COMPLETE.leases());
    var expected = AccessObjects.role(WEB);
    expected.getMetadata().setResourceVersion("7");

    assertThat(AccessPlan.grant(state)).isEqualTo(List.of(new Update(expected)));
  }

  @Test
  void followsTheServiceAccountsOfThePods() {
    var state =
        new AccessState(
            Map.of(WEB, new TreeSet<>(Set.of("other"))),
            Set.of(),
            COMPLETE.roles(),
            COMPLETE.bindings(),
            COMPLETE.leases());

    assertThat(AccessPlan.grant(state))
        .isEqualTo(List.of(new Update(AccessObjects.binding(WEB, new TreeSet<>(Set.of("other"))))));
  }

  @Test
  void replacesABindingToAnotherRole() {
    var binding =
        new RoleBindingBuilder(AccessObjects.binding(WEB, ACCOUNTS))
            .editRoleRef()
            .withName("admin")
            .endRoleRef()
            .build();
    var state =
        new AccessState(
            COMPLETE.workloads(), Set.of(), COMPLETE.roles(), List.of(binding), COMPLETE.leases());

    assertThat(AccessPlan.grant(state)).isEqualTo(List.of(new Delete(binding)));
  }

  @Test
  void leavesSlotsInALeaseAlone() {
    var lease =
        new LeaseBuilder(AccessObjects.lease(WEB))
            .editMetadata()
            .addToAnnotations("holder.metrics-sidecar/7", "1 web-7")
            .endMetadata()
            .build();

    assertThat(
            AccessPlan.grant(
                new AccessState(
                    COMPLETE.workloads(),
                    Set.of(),
                    COMPLETE.roles(),
                    COMPLETE.bindings(),
                    List.of(lease))))
        .isEmpty();
  }

  @Test
  void restoresTheFormatOfALeaseAndKeepsItsSlots() {
    var lease =
        new LeaseBuilder(AccessObjects.lease(WEB))
            .editMetadata()
            .withAnnotations(Map.of("holder.metrics-sidecar/7", "1 web-7"))
            .endMetadata()
            .build();
    var state =
        new AccessState(
            COMPLETE.workloads(), Set.of(), COMPLETE.roles(), COMPLETE.bindings(), List.of(lease));
    var repaired =
        new LeaseBuilder(lease)
            .editMetadata()
            .addToAnnotations("metrics-sidecar/format", "1")
            .endMetadata()
            .build();

    assertThat(AccessPlan.grant(state)).isEqualTo(List.of(new Update(repaired)));
  }

  @Test
  void leavesALeaseInTheFormatOfAnotherVersionAlone() {
    var lease =
        new LeaseBuilder(AccessObjects.lease(WEB))
            .editMetadata()
            .withAnnotations(Map.of("metrics-sidecar/format", "2"))
            .endMetadata()
            .build();
    var state =
        new AccessState(
            COMPLETE.workloads(), Set.of(), COMPLETE.roles(), COMPLETE.bindings(), List.of(lease));

    assertThat(AccessPlan.grant(state)).isEmpty();
  }

  @Test
  void dropsTheLeaseOfAnEarlierWorkloadOfTheSameName() {
    var earlier =
        new OwnedWorkload("shop", WEB.target(), new Owner("apps/v1", "Deployment", "web", "uid-0"));
    var lease = AccessObjects.lease(earlier);
    var state =
        new AccessState(
            COMPLETE.workloads(), Set.of(), COMPLETE.roles(), COMPLETE.bindings(), List.of(lease));

    assertThat(AccessPlan.grant(state)).isEqualTo(List.of(new Delete(lease)));
  }

  @Test
  void withdrawsEverythingOfAWorkloadWithoutPodsTheBindingFirst() {
    var left =
        new AccessState(
            Map.of(), Set.of(), COMPLETE.roles(), COMPLETE.bindings(), COMPLETE.leases());

    assertThat(AccessPlan.grant(left)).isEmpty();
    assertThat(Withdrawal.actions(left, Withdrawal.orphans(left)))
        .extracting(AccessAction::object)
        .extracting(HasMetadata::getKind)
        .containsExactly("RoleBinding", "Role", "Lease");
  }

  @Test
  void keepsWhatAWorkloadHasThatCouldNotBeRead() {
    var unread =
        new AccessState(
            Map.of(),
            Set.of(new Unknown("shop", WEB.owner())),
            COMPLETE.roles(),
            COMPLETE.bindings(),
            COMPLETE.leases());

    assertThat(AccessPlan.grant(unread)).isEmpty();
    assertThat(Withdrawal.orphans(unread)).isEmpty();
  }

  /// Otherwise any pod could keep the rights of a workload without pods alive.
  @Test
  void keepsNothingForAnotherOwnerOfTheSameName() {
    var invented = new Owner("apps/v1", "Deployment", "web", "uid-2");
    var unread =
        new AccessState(
            Map.of(),
            Set.of(
                new Unknown("shop", invented),
                new Unknown("other", WEB.owner()),
                new Unknown("shop", new Owner("apps/v1", "Deployment", "db", "uid-1"))),
            COMPLETE.roles(),
            COMPLETE.bindings(),
            COMPLETE.leases());

    assertThat(Withdrawal.orphans(unread)).containsExactly(WEB.namespacedResourceName());
  }

  /// A kind that is served in two versions has pods that name either.
  @Test
  void versionOfTheOwnersKindDoesNotMatter() {
    var later =
        new OwnedWorkload("shop", WEB.target(), new Owner("apps/v2", "Deployment", "web", "uid-1"));

    assertThat(
            AccessPlan.grant(
                new AccessState(
                    Map.of(later, ACCOUNTS),
                    Set.of(),
                    COMPLETE.roles(),
                    COMPLETE.bindings(),
                    COMPLETE.leases())))
        .isEmpty();
  }

  @Test
  void adoptsWhatHasTheOwnerOfOursAndLostItsLabel() {
    var role = new RoleBuilder(AccessObjects.role(WEB)).withRules().build();
    role.getMetadata().setLabels(Map.of());
    role.getMetadata().setResourceVersion("7");
    var lease =
        new LeaseBuilder(AccessObjects.lease(WEB))
            .editMetadata()
            .withLabels(Map.of("a", "b"))
            .addToAnnotations("holder.metrics-sidecar/7", "1 web-7")
            .endMetadata()
            .build();
    var binding =
        new RoleBindingBuilder(AccessObjects.binding(WEB, ACCOUNTS))
            .editRoleRef()
            .withName("admin")
            .endRoleRef()
            .build();
    var expectedRole = AccessObjects.role(WEB);
    expectedRole.getMetadata().setResourceVersion("7");
    var expectedLease =
        new LeaseBuilder(lease)
            .editMetadata()
            .addToLabels("app.kubernetes.io/managed-by", "metrics-sidecar")
            .endMetadata()
            .build();

    assertThat(AccessPlan.adopt(AccessObjects.role(WEB), role)).contains(new Update(expectedRole));
    assertThat(AccessPlan.adopt(AccessObjects.lease(WEB), lease))
        .contains(new Update(expectedLease));
    assertThat(AccessPlan.adopt(AccessObjects.binding(WEB, ACCOUNTS), binding))
        .contains(new Delete(binding));
  }

  @Test
  void adoptsNothingOfSomebodyElse() {
    var nobodys = AccessObjects.role(WEB);
    nobodys.getMetadata().setOwnerReferences(List.of());
    var anothers =
        AccessObjects.role(
            new OwnedWorkload(
                "shop", WEB.target(), new Owner("apps/v1", "Deployment", "web", "uid-0")));

    assertThat(AccessPlan.adopt(AccessObjects.role(WEB), nobodys)).isEmpty();
    assertThat(AccessPlan.adopt(AccessObjects.role(WEB), anothers)).isEmpty();
  }

  @Test
  void leavesLabelledObjectsOfOtherNamesAlone() {
    var role =
        new RoleBuilder(AccessObjects.role(WEB))
            .editMetadata()
            .withName("mine")
            .endMetadata()
            .build();

    assertThat(
            Withdrawal.orphans(
                new AccessState(Map.of(), Set.of(), List.of(role), List.of(), List.of())))
        .isEmpty();
  }

  @Test
  void givesNoRightToAScaleThatDoesNotExist() {
    var daemons =
        new OwnedWorkload(
            "shop",
            ScaleTarget.KUBERNETES.getLast(),
            new Owner("apps/v1", "DaemonSet", "agent", "uid-2"));

    assertThat(AccessObjects.role(daemons).getRules().get(2).getResources())
        .containsExactly("daemonsets");
  }

  @Test
  void givesOneOfTwoKindsOfTheSameNameTheirSharedObjects() {
    var other =
        new OwnedWorkload(
            "shop",
            new ScaleTarget("example.com", "deployments", "Deployment", true),
            new Owner("example.com/v1", "Deployment", "web", "uid-2"));
    var state =
        new AccessState(
            Map.of(WEB, ACCOUNTS, other, ACCOUNTS), Set.of(), List.of(), List.of(), List.of());

    assertThat(AccessPlan.grant(state))
        .isEqualTo(
            AccessPlan.grant(
                new AccessState(Map.of(WEB, ACCOUNTS), Set.of(), List.of(), List.of(), List.of())));
  }

  private static AccessState state(Map<OwnedWorkload, SortedSet<String>> workloads) {
    return new AccessState(
        workloads,
        Set.of(),
        List.of(AccessObjects.role(WEB)),
        List.of(AccessObjects.binding(WEB, ACCOUNTS)),
        List.of(AccessObjects.lease(WEB)));
  }
}
