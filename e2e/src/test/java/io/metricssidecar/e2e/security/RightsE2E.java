package io.metricssidecar.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.AuditLog;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.ReleaseChanges;
import io.metricssidecar.e2e.fixture.TokenClient;
import io.metricssidecar.e2e.fixture.WebhookConfigurations;
import io.metricssidecar.e2e.fleet.BudgetLease;
import io.metricssidecar.e2e.workload.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// The rights of the release's own accounts, by the API server's audit log: each one is used, and
/// none is missing.
@ExtendWith(ClusterExtension.class)
@Isolated("pods that are created while the trust is away get no sidecar")
@Order(5)
class RightsE2E {
  private static final Duration MAX_WAIT = Duration.ofMinutes(4);

  @Test
  void webhookUsesEachOfItsRights(Release release, Namespace namespace) {
    var log = AuditLog.of(namespace.cluster());
    var from = Instant.now();
    ReleaseChanges.replacePod(release.webhook());

    WebhookConfigurations.named(namespace.cluster(), Names.WEBHOOK_CONFIGURATION)
        .edit(
            configuration -> {
              configuration.getWebhooks().forEach(w -> w.getClientConfig().setCaBundle(null));
              return configuration;
            });
    var secret =
        namespace
            .cluster()
            .client()
            .secrets()
            .inNamespace(Names.NAMESPACE)
            .withName(Names.CA_SECRET);
    secret.edit(
        found ->
            new SecretBuilder(found)
                .editMetadata()
                .addToAnnotations("metrics-sidecar/rotate", from.toString())
                .endMetadata()
                .build());
    awaitAllUsed(Set.of("update /secrets"), Set.of(), log, Release.WEBHOOK, from, namespace);
    secret.delete();

    awaitAllUsed(
        rights(namespace, Release.WEBHOOK), Set.of(), log, Release.WEBHOOK, from, namespace);
    release.webhook().awaitReady(2);
  }

  /// A sidecar's rights count as used: the controller could not give them without having them.
  @Test
  void controllerUsesEachOfItsRightsOrGivesThemToSidecars(Release release, Namespace namespace) {
    var log = AuditLog.of(namespace.cluster());
    var from = Instant.now();
    ReleaseChanges.replacePod(release.controller());
    everyKindOfWorkload(namespace);
    BudgetLease.of(namespace, "web").awaitSlots(0);
    var given = given(namespace);

    var rbac = namespace.cluster().client().rbac();
    var name = new Workload("Deployment", "web").resourceName();
    rbac.roles()
        .inNamespace(namespace.name())
        .withName(name)
        .edit(role -> new RoleBuilder(role).removeFromRules(role.getRules().getFirst()).build());
    rbac.roleBindings()
        .inNamespace(namespace.name())
        .withName(name)
        .edit(binding -> new RoleBindingBuilder(binding).withSubjects().build());
    // Objects that have lost their label are no longer watched.
    var other = new Workload("StatefulSet", "set").resourceName();
    rbac.roles()
        .inNamespace(namespace.name())
        .withName(other)
        .edit(role -> role.edit().editMetadata().withLabels(Map.of()).endMetadata().build());
    rbac.roleBindings()
        .inNamespace(namespace.name())
        .withName(other)
        .edit(binding -> binding.edit().editMetadata().withLabels(Map.of()).endMetadata().build());
    // Rights are deleted a while after the last pod with a sidecar.
    namespace
        .deployment("none")
        .edit(
            deployment ->
                new DeploymentBuilder(deployment)
                    .editSpec()
                    .editTemplate()
                    .editMetadata()
                    .withAnnotations(Map.of())
                    .endMetadata()
                    .endTemplate()
                    .endSpec()
                    .build());

    awaitAllUsed(
        rights(namespace, Release.CONTROLLER), given, log, Release.CONTROLLER, from, namespace);
  }

  private static void everyKindOfWorkload(Namespace namespace) {
    namespace.create(Load.deployment("web", 1, template("web", Map.of())));
    namespace.create(
        Load.deployment(
            "none",
            1,
            template("none", Map.of(SidecarSetting.CPU_THRESHOLD.annotation(), "lots"))));
    namespace.create(
        new StatefulSetBuilder()
            .withNewMetadata()
            .withName("set")
            .endMetadata()
            .withNewSpec()
            .withServiceName("set")
            .withReplicas(1)
            .withNewSelector()
            .withMatchLabels(Namespace.selector("set"))
            .endSelector()
            .withTemplate(template("set", Map.of()))
            .endSpec()
            .build());
    namespace.create(
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName("replicas")
            .endMetadata()
            .withNewSpec()
            .withReplicas(1)
            .withNewSelector()
            .withMatchLabels(Namespace.selector("replicas"))
            .endSelector()
            .withTemplate(template("replicas", Map.of()))
            .endSpec()
            .build());
    namespace.create(
        new DaemonSetBuilder()
            .withNewMetadata()
            .withName("daemons")
            .endMetadata()
            .withNewSpec()
            .withNewSelector()
            .withMatchLabels(Namespace.selector("daemons"))
            .endSelector()
            .withTemplate(template("daemons", Map.of()))
            .endSpec()
            .build());
  }

  private static PodTemplateSpec template(String app, Map<String, String> more) {
    var annotations = new HashMap<>(Load.QUICK_SIDECAR);
    annotations.putAll(more);
    annotations.put(Annotations.ENABLED, "true");
    return Load.template(app, AnnotatedWorkload.IMAGES, annotations);
  }

  /// The rights of the namespace's default account, once it has those of all five workloads.
  private static Set<String> given(Namespace namespace) {
    Waiting.untilEqual(
        "rights of five workloads",
        Duration.ofSeconds(60),
        namespace.progress(),
        () ->
            namespace
                .cluster()
                .client()
                .rbac()
                .roleBindings()
                .inNamespace(namespace.name())
                .list()
                .getItems()
                .size(),
        5);
    try (var client =
        TokenClient.of(namespace.cluster(), BudgetLease.of(namespace, "web").token())) {
      return withoutNames(AllowedRules.of(client, namespace.name()));
    }
  }

  /// The rights of an account in the release's namespace, which include those in all namespaces.
  private static Set<String> rights(Namespace namespace, String account) {
    try (var token = StolenToken.of(namespace.cluster(), account)) {
      return withoutNames(AllowedRules.of(token.client(), Names.NAMESPACE));
    }
  }

  /// Without the names of single objects, and without what everybody may ask about himself.
  private static Set<String> withoutNames(Set<String> rules) {
    return rules.stream()
        .map(rule -> rule.split(" "))
        .map(parts -> parts[0] + " " + parts[1])
        .filter(rule -> !rule.contains("/selfsubject"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void awaitAllUsed(
      Set<String> rights,
      Set<String> given,
      AuditLog log,
      String account,
      Instant from,
      Namespace namespace) {
    assertThat(rights).isNotEmpty();
    Waiting.untilEqual(
        "no unused right of " + account,
        MAX_WAIT,
        namespace.progress(),
        () -> {
          var unused = new TreeSet<>(rights);
          unused.removeAll(given);
          log.requestsOf(Names.NAMESPACE, account, from)
              .forEach(request -> unused.remove(request.right()));
          return Set.<String>copyOf(unused);
        },
        Set.of());

    var ours = List.of("", Names.NAMESPACE, namespace.name());
    assertThat(log.requestsOf(Names.NAMESPACE, account, from))
        .filteredOn(request -> ours.contains(request.namespace()))
        .noneMatch(AuditLog.Request::forbidden);
  }
}
