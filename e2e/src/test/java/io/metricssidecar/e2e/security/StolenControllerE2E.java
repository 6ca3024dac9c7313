package io.metricssidecar.e2e.security;

import static io.metricssidecar.e2e.security.StolenToken.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fleet.BudgetLease;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The rights of the controller's token in the hands of an attacker, with the chart's defaults.
@ExtendWith(ClusterExtension.class)
class StolenControllerE2E {
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String NAMED = "writes objects named metrics-sidecar-* alone";
  private static final String LABELLED = "writes objects with the label";
  private static final String OWNED = "has one owner, and is named after it";
  private static final String DENIED = "gives no rights in this namespace";
  private static final String OTHER_ROLE = "gives the Role of the same name";
  private static final String OTHER_SUBJECT = "is for ServiceAccounts of its own namespace";
  private static final String WIDER = "has the rights of one workload's sidecars alone";
  private static final String TAKEN = "frees slots and never takes one";
  private static final String ESCALATION =
      "attempting to grant RBAC permissions not currently held";

  private final SoftAssertions softly = new SoftAssertions();

  @Test
  void writesNoLeaseOfOthers(Cluster cluster, Release release, Namespace namespace) {
    var foreign = namespace.create(lease(new ObjectMetaBuilder().withName("leader").build()));
    var prefixed =
        namespace.create(lease(new ObjectMetaBuilder().withName(ours("db").getName()).build()));
    try (var token = StolenToken.of(cluster, Release.CONTROLLER)) {
      check(
          "take the leadership of the scheduler",
          token.attempt(
              client ->
                  create(
                      client,
                      "kube-system",
                      lease(new ObjectMetaBuilder().withName("kube-scheduler").build()))),
          NAMED);
      check("renew the Lease of a node", token.attempt(c -> update(c, nodeLease(cluster))), NAMED);
      check("delete the Lease of a node", token.attempt(c -> delete(c, nodeLease(cluster))), NAMED);
      check("write a Lease of an application", token.attempt(c -> update(c, foreign)), NAMED);
      check("delete a Lease of an application", token.attempt(c -> delete(c, foreign)), NAMED);
      check("delete a Lease of our prefix", token.attempt(c -> delete(c, prefixed)), LABELLED);
      check(
          "take over a Lease of our prefix",
          token.attempt(
              c -> {
                var taken = new LeaseBuilder(prefixed).withMetadata(ours("db")).build();
                taken.getMetadata().setNamespace(namespace.name());
                taken.getMetadata().setResourceVersion(prefixed.getMetadata().getResourceVersion());
                update(c, taken);
              }),
          LABELLED);
      for (var denied : List.of("kube-system", "kube-node-lease", Names.NAMESPACE)) {
        check(
            "make a Lease of ours in " + denied,
            token.attempt(c -> create(c, denied, lease(ours("db")))),
            DENIED);
      }
      check(
          "make a Lease for no workload",
          token.attempt(
              c ->
                  create(
                      c,
                      namespace.name(),
                      lease(ours("x").edit().withName("metrics-sidecar-anything").build()))),
          OWNED);
    }
    softly.assertAll();
  }

  @Test
  void touchesNoRoleOrBindingOfOthers(Cluster cluster, Release release, Namespace namespace) {
    var rbac = cluster.client().rbac();
    var systemRole = rbac.roles().inNamespace("kube-system").list().getItems().getFirst();
    var systemBinding = rbac.roleBindings().inNamespace("kube-system").list().getItems().getFirst();
    var releaseBinding =
        rbac.roleBindings().inNamespace(Names.NAMESPACE).withName(Release.WEBHOOK).require();
    var role = namespace.create(role(new ObjectMetaBuilder().withName("app").build()));
    var binding =
        namespace.create(
            binding(
                new ObjectMetaBuilder().withName("app").build(),
                "Role",
                "app",
                serviceAccount(namespace.name())));
    try (var token = StolenToken.of(cluster, Release.CONTROLLER)) {
      check("delete a Role of kube-system", token.attempt(c -> delete(c, systemRole)), NAMED);
      check("delete a binding of kube-system", token.attempt(c -> delete(c, systemBinding)), NAMED);
      check(
          "empty a Role of kube-system", token.attempt(c -> update(c, emptied(systemRole))), NAMED);
      check(
          "delete the webhook's binding", token.attempt(c -> delete(c, releaseBinding)), LABELLED);
      check("delete a Role of an application", token.attempt(c -> delete(c, role)), NAMED);
      check("delete a binding of an application", token.attempt(c -> delete(c, binding)), NAMED);
      check("empty a Role of an application", token.attempt(c -> update(c, emptied(role))), NAMED);
    }
    softly.assertAll();
  }

  @Test
  void givesTheRightsOfOneWorkloadsSidecarsAlone(
      Cluster cluster, Release release, Namespace namespace) {
    var _ = AnnotatedWorkload.deployment(namespace, "web", 1);
    BudgetLease.of(namespace, "web").awaitSlots(0);
    var name = new Workload("Deployment", "web").resourceName();
    var rbac = cluster.client().rbac();
    var role = rbac.roles().inNamespace(namespace.name()).withName(name).require();
    var binding = rbac.roleBindings().inNamespace(namespace.name()).withName(name).require();
    var foreign = namespace.create(role(new ObjectMetaBuilder().withName("app").build()));
    try (var token = StolenToken.of(cluster, Release.CONTROLLER)) {
      check("write what is there", token.attempt(c -> update(c, role)), SUCCEEDED);
      check("write what is there", token.attempt(c -> update(c, binding)), SUCCEEDED);
      check(
          "give cluster-admin", bind(token, namespace, "ClusterRole", "cluster-admin"), ESCALATION);
      check(
          "give its own rights",
          bind(token, namespace, "ClusterRole", Release.CONTROLLER),
          OTHER_ROLE);
      check(
          "give the Role of an application",
          bind(token, namespace, "Role", foreign.getMetadata().getName()),
          OTHER_ROLE);
      for (var subject :
          List.of(
              new SubjectBuilder().withKind("User").withName("mallory").build(),
              new SubjectBuilder().withKind("Group").withName("system:authenticated").build(),
              serviceAccount("default"))) {
        check(
            "give rights to " + subject,
            token.attempt(
                c -> update(c, new RoleBindingBuilder(binding).withSubjects(subject).build())),
            OTHER_SUBJECT);
      }
      for (var rule :
          List.of(
              rule("", "pods", "get", "list"),
              rule("coordination.k8s.io", "leases", "create", "update", "delete"),
              rule("rbac.authorization.k8s.io", "roles", "create"),
              rule("apps", "deployments", "get"))) {
        check("widen a Role by " + rule, token.attempt(c -> update(c, with(role, rule))), WIDER);
      }
      check(
          "widen a Role by what it does not have itself",
          token.attempt(c -> update(c, with(role, rule("", "secrets", "get")))),
          ESCALATION);
    }
    softly.assertAll();
  }

  /// What it may do to the objects that it writes, nobody can tell from what the controller does.
  @Test
  void mayTrimAndRaiseBudgetsAndDeleteWhatIsOurs(
      Cluster cluster, Release release, Namespace namespace) {
    var _ = AnnotatedWorkload.deployment(namespace, "web", 1);
    var budget = BudgetLease.of(namespace, "web");
    budget.awaitSlots(0);
    var lease =
        cluster.client().leases().inNamespace(namespace.name()).withName(budget.name()).require();
    var role =
        cluster
            .client()
            .rbac()
            .roles()
            .inNamespace(namespace.name())
            .withName(budget.name())
            .require();
    try (var token = StolenToken.of(cluster, Release.CONTROLLER)) {
      check(
          "raise the slots",
          token.attempt(c -> update(c, annotated(lease, Annotations.SLOTS, "1000"))),
          SUCCEEDED);
      check(
          "take a slot",
          token.attempt(
              c -> update(c, annotated(lease, Annotations.HOLDER_PREFIX + "any", "1 web"))),
          TAKEN);
      check(
          "keep the namespace from being deleted",
          token.attempt(
              c ->
                  update(
                      c,
                      new LeaseBuilder(lease)
                          .editMetadata()
                          .withFinalizers("example.com/kept")
                          .endMetadata()
                          .build())),
          "adds no finalizer");
      check("delete a budget", token.attempt(c -> delete(c, lease)), SUCCEEDED);
      check("delete a Role of ours", token.attempt(c -> delete(c, role)), SUCCEEDED);
      check(
          "make rights for another workload",
          token.attempt(c -> create(c, namespace.name(), role(ours("db")))),
          SUCCEEDED);
    }
    softly.assertAll();
  }

  @Test
  void readsAllPodsAndWritesEvents(Cluster cluster, Release release, Namespace namespace) {
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withName("anything")
            .endMetadata()
            .withNewInvolvedObject()
            .withKind("Pod")
            .withName("any")
            .withNamespace(namespace.name())
            .endInvolvedObject()
            .build();
    try (var token = StolenToken.of(cluster, Release.CONTROLLER)) {
      check("read pods", token.attempt(c -> c.pods().inAnyNamespace().list()), SUCCEEDED);
      check(
          "read Deployments",
          token.attempt(c -> c.apps().deployments().inAnyNamespace().list()),
          SUCCEEDED);
      check("read Roles", token.attempt(c -> c.rbac().roles().inAnyNamespace().list()), SUCCEEDED);
      check("write an Event", token.attempt(c -> create(c, namespace.name(), event)), SUCCEEDED);
    }
    softly.assertAll();
  }

  @Test
  void apiServerRefusesEverythingElse(Cluster cluster, Release release) {
    var kubeSystem = "/api/v1/namespaces/kube-system";
    var rbac = "/apis/rbac.authorization.k8s.io/v1";
    var policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/";
    try (var token = StolenToken.of(cluster, Release.CONTROLLER)) {
      token.assertForbidden(
          "GET /api/v1/secrets",
          "GET %s/secrets/any".formatted(kubeSystem),
          "POST %s/secrets".formatted(kubeSystem),
          "GET /api/v1/configmaps",
          "GET /api/v1/nodes",
          "POST %s/pods".formatted(kubeSystem),
          "DELETE %s/pods/any".formatted(kubeSystem),
          "PATCH %s/pods/any".formatted(kubeSystem),
          "POST %s/pods/any/eviction".formatted(kubeSystem),
          "GET %s/pods/any/log".formatted(kubeSystem),
          "POST %s/pods/any/exec?command=id".formatted(kubeSystem),
          "POST %s/serviceaccounts/default/token".formatted(kubeSystem),
          "PATCH /apis/apps/v1/namespaces/kube-system/deployments/any",
          "PATCH /apis/apps/v1/namespaces/kube-system/deployments/any/scale",
          "GET %s/clusterroles".formatted(rbac),
          "POST %s/clusterroles".formatted(rbac),
          "POST %s/clusterrolebindings".formatted(rbac),
          "PATCH %s/namespaces/default/roles/any".formatted(rbac),
          "PATCH %s/namespaces/default/rolebindings/any".formatted(rbac),
          "PATCH /apis/coordination.k8s.io/v1/namespaces/default/leases/any",
          "GET %s/events".formatted(kubeSystem),
          "POST /apis/events.k8s.io/v1/namespaces/default/events",
          "GET /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/%s"
              .formatted(Names.WEBHOOK_CONFIGURATION),
          "PATCH /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/%s"
              .formatted(Names.WEBHOOK_CONFIGURATION),
          "DELETE " + policies + Release.CONTROLLER,
          "DELETE " + policies + Release.BUDGET_POLICY,
          "POST /apis/authentication.k8s.io/v1/tokenreviews");
    }
  }

  /// A mistyped field would be seen only when it is evaluated, as a refusal.
  @Test
  void apiServerFindsNoMistakeInThePolicies(Cluster cluster, Release release) {
    for (var name : List.of(Release.CONTROLLER, Release.WEBHOOK, Release.BUDGET_POLICY)) {
      var policy =
          cluster
              .client()
              .admissionRegistration()
              .v1()
              .validatingAdmissionPolicies()
              .withName(name)
              .require();
      assertThat(
              Objects.requireNonNull(policy.getStatus().getTypeChecking()).getExpressionWarnings())
          .as(name)
          .isEmpty();
    }
  }

  private void check(String attempt, String outcome, String expected) {
    softly.assertThat(outcome).as(attempt).contains(expected);
  }

  private static String bind(StolenToken token, Namespace namespace, String kind, String name) {
    return token.attempt(
        client ->
            create(
                client,
                namespace.name(),
                binding(ours("db"), kind, name, serviceAccount(namespace.name()))));
  }

  private static void create(KubernetesClient client, String namespace, HasMetadata object) {
    var _ = client.resource(object).inNamespace(namespace).dryRun().create();
  }

  private static void update(KubernetesClient client, HasMetadata object) {
    var _ = client.resource(object).dryRun().update();
  }

  private static void delete(KubernetesClient client, HasMetadata object) {
    var _ = client.resource(object).dryRun().delete();
  }

  /// Metadata as the controller writes it for a Deployment of this name.
  private static ObjectMeta ours(String deployment) {
    return new ObjectMetaBuilder()
        .withName(new Workload("Deployment", deployment).resourceName())
        .addToLabels(MANAGED_BY, "metrics-sidecar")
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withName(deployment)
        .withUid("made-up")
        .endOwnerReference()
        .build();
  }

  /// As it is now: the kubelet renews it all the time.
  private static Lease nodeLease(Cluster cluster) {
    return cluster.client().leases().inNamespace("kube-node-lease").list().getItems().getFirst();
  }

  private static Lease lease(ObjectMeta metadata) {
    return new LeaseBuilder().withMetadata(metadata).withNewSpec().endSpec().build();
  }

  private static Role role(ObjectMeta metadata) {
    return new RoleBuilder().withMetadata(metadata).withRules(rule("", "pods", "get")).build();
  }

  private static RoleBinding binding(
      ObjectMeta metadata, String kind, String name, Subject subject) {
    return new RoleBindingBuilder()
        .withMetadata(metadata)
        .withNewRoleRef("rbac.authorization.k8s.io", kind, name)
        .withSubjects(subject)
        .build();
  }

  private static Subject serviceAccount(String namespace) {
    return new SubjectBuilder()
        .withKind("ServiceAccount")
        .withNamespace(namespace)
        .withName("default")
        .build();
  }

  private static PolicyRule rule(String group, String resource, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verbs)
        .build();
  }

  private static Role with(Role role, PolicyRule rule) {
    return new RoleBuilder(role).addToRules(rule).build();
  }

  private static Role emptied(Role role) {
    return new RoleBuilder(role).withRules().build();
  }

  private static Lease annotated(Lease lease, String key, String value) {
    return new LeaseBuilder(lease)
        .editMetadata()
        .addToAnnotations(key, value)
        .endMetadata()
        .build();
  }
}
