package io.metricssidecar.charts.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The policy for what the controller's account writes.
class ControllerPolicyTest {
  private static final String NAME = "metrics-sidecar-controller";
  private static final AdmissionPolicy POLICY = AdmissionPolicy.of(Chart.rendered(), NAME);

  private static final String NOT_NAMED =
      "the controller writes objects named metrics-sidecar-* alone";
  private static final String NOT_LABELLED =
      "the controller writes objects with the label"
          + " app.kubernetes.io/managed-by: metrics-sidecar alone";
  private static final String NOT_OWNED =
      "an object of the controller has one owner, and is named after it";
  private static final String DENIED_NAMESPACE = "the controller gives no rights in this namespace";
  private static final String OTHER_ROLE =
      "a binding of the controller gives the Role of the same name";
  private static final String OTHER_SUBJECT =
      "a binding of the controller is for ServiceAccounts of its own namespace";
  private static final String WIDER =
      "a Role of the controller has the rights of one workload's sidecars alone";
  private static final String TAKEN = "the controller frees slots and never takes one";

  private static final String METADATA =
      """
      metadata:
        name: metrics-sidecar-deployment-web
        labels: {app.kubernetes.io/managed-by: metrics-sidecar}
        ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: u-1}]
      """;
  private static final String LEASE =
      METADATA + "  annotations: {holder.metrics-sidecar/u: 1 web-a}\n";
  private static final String BINDING =
      METADATA
          + """
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: metrics-sidecar-deployment-web}
          subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
          """;
  private static final String ROLE =
      METADATA
          + """
          rules:
            - {apiGroups: [metrics.k8s.io], resources: [pods], verbs: [get, list]}
            - {apiGroups: [''], resources: [pods], verbs: [get]}
            - {apiGroups: [apps], resources: [deployments, deployments/scale], resourceNames: [web], verbs: [get]}
            - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list]}
            - {apiGroups: [coordination.k8s.io], resources: [leases], resourceNames: [metrics-sidecar-deployment-web], verbs: [get, update]}
          """;

  @Test
  void acceptsWhatTheControllerWrites() {
    var bare = LEASE.replaceAll("(?m)^  annotations.*\n", "");

    assertThat(denials("roles", "", ROLE)).isEmpty();
    assertThat(denials("rolebindings", "", BINDING)).isEmpty();
    assertThat(denials("leases", "", bare)).isEmpty();
    assertThat(denials("leases", bare, bare + "  annotations: {metrics-sidecar/slots: '2'}\n"))
        .isEmpty();
    assertThat(denials("leases", LEASE, LEASE)).isEmpty();
    assertThat(denials("leases", LEASE, bare)).isEmpty();
    assertThat(denials("roles", ROLE.replace("resources: [pods]", "resources: [secrets]"), ROLE))
        .isEmpty();
    assertThat(denials("rolebindings", BINDING.replace("default", "other"), BINDING)).isEmpty();
    for (var kind : List.of("roles", "rolebindings", "leases")) {
      assertThat(denials(kind, METADATA, "")).isEmpty();
    }
  }

  /// One text is replaced by another in an object that would be accepted; it is created, and it is
  /// written over the one that would be accepted.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: web, uid | name: other, uid | " + NOT_OWNED,
        "kind: Deployment, | kind: StatefulSet, | " + NOT_OWNED,
        "ownerReferences | others | " + NOT_OWNED,
        "name: metrics-sidecar-deployment-web | name: metrics-sidecar-webhook | " + NOT_OWNED,
        "managed-by: metrics-sidecar | managed-by: Helm | " + NOT_LABELLED,
        "managed-by: metrics-sidecar | part-of: metrics-sidecar | " + NOT_LABELLED,
      })
  void refusesOtherMetadata(String accepted, String other, String message) {
    for (var kind : List.of("roles", "rolebindings", "leases")) {
      var object = accepted(kind).replaceFirst(accepted, other);
      assertThat(object).isNotEqualTo(accepted(kind));
      assertThat(denials(kind, "", object)).contains(message);
      if (!accepted.startsWith("name: metrics")) {
        assertThat(denials(kind, accepted(kind), object)).contains(message);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kube-scheduler", "node1", "metrics-sidecar", "x-metrics-sidecar-web"})
  void refusesObjectsOfOtherNames(String name) {
    for (var kind : List.of("roles", "rolebindings", "leases")) {
      var object =
          accepted(kind).replace("  name: metrics-sidecar-deployment-web", "  name: " + name);
      assertThat(denials(kind, "", object)).contains(NOT_NAMED);
      assertThat(denials(kind, object, object)).contains(NOT_NAMED);
      assertThat(denials(kind, object, "")).contains(NOT_NAMED);
    }
  }

  /// Whoever could label an object as ours first could do everything with it afterwards.
  @ParameterizedTest
  @ValueSource(
      strings = {"app.kubernetes.io/managed-by: Helm", "app.kubernetes.io/managed-by: ''", ""})
  void refusesToTakeOverAForeignObject(String label) {
    var foreign =
        METADATA
            .replace("app.kubernetes.io/managed-by: metrics-sidecar", label)
            .replaceFirst("(?m)^  ownerReferences.*\n", "");

    for (var kind : List.of("roles", "rolebindings", "leases")) {
      assertThat(denials(kind, foreign, accepted(kind))).contains(NOT_LABELLED);
      assertThat(denials(kind, foreign, "")).contains(NOT_LABELLED);
    }
  }

  /// Somebody has removed the label from an object of ours.
  @Test
  void acceptsAnObjectOfOursThatHasLostItsLabel() {
    var unlabelled = METADATA.replaceFirst("(?m)^  labels.*\n", "");

    for (var kind : List.of("roles", "rolebindings", "leases")) {
      assertThat(denials(kind, unlabelled, METADATA + rest(kind))).isEmpty();
      assertThat(denials(kind, unlabelled, "")).isEmpty();
      assertThat(denials(kind, unlabelled.replace("u-1", "u-2"), METADATA + rest(kind)))
          .containsExactly(NOT_LABELLED);
    }
  }

  @Test
  void refusesToKeepAnObjectFromBeingDeleted() {
    var kept = METADATA + "  finalizers: [example.com/kept]\n";

    assertThat(denials("leases", "", kept)).containsExactly("the controller adds no finalizer");
    assertThat(denials("leases", METADATA, kept))
        .containsExactly("the controller adds no finalizer");
    assertThat(denials("leases", kept, kept)).isEmpty();
    assertThat(denials("leases", kept, METADATA)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web",
        "a-name-of-exactly-36-characters-12345",
        "a-name-of-exactly-36-characters-123456",
        "a.name.with.dots.where.it.is.cut......and.goes.on.for.a.while.after.it",
        "a-name-that-is-much-longer-than-sixty-three-characters-and-goes-on-and-on"
      })
  void knowsTheNameOfEachWorkload(String workload) {
    var name = new Workload("Deployment", workload).resourceName();
    var lease =
        METADATA
            .replace("name: metrics-sidecar-deployment-web", "name: " + name)
            .replace("name: web", "name: " + workload);

    assertThat(denials("leases", "", lease)).isEmpty();
    assertThat(denials("leases", "", lease.replace("name: " + name, "name: " + name + "x")))
        .containsExactly(NOT_OWNED);
  }

  @Test
  void writesNothingInDeniedNamespacesAndMayDelete() {
    var policy = AdmissionPolicy.of(Chart.rendered("deniedNamespaces[0]=payments"), NAME);

    for (var namespace : List.of("kube-system", "kube-node-lease", Names.NAMESPACE, "payments")) {
      assertThat(policy.denials(input("leases", namespace, "", METADATA)))
          .containsExactly(DENIED_NAMESPACE);
      assertThat(policy.denials(input("leases", namespace, METADATA, METADATA)))
          .containsExactly(DENIED_NAMESPACE);
      assertThat(policy.denials(input("leases", namespace, METADATA, ""))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: Role, | kind: ClusterRole, | " + OTHER_ROLE,
        "kind: Role, name: metrics-sidecar-deployment-web | kind: Role, name: admin | "
            + OTHER_ROLE,
        "kind: ServiceAccount | kind: User | " + OTHER_SUBJECT,
        "kind: ServiceAccount | kind: Group | " + OTHER_SUBJECT,
        "namespace: shop | namespace: other | " + OTHER_SUBJECT,
        ", namespace: shop | '' | " + OTHER_SUBJECT,
      })
  void refusesOtherBindings(String accepted, String other, String message) {
    var binding = BINDING.replace(accepted, other);

    assertThat(binding).isNotEqualTo(BINDING);
    assertThat(denials("rolebindings", "", binding)).containsExactly(message);
    assertThat(denials("rolebindings", BINDING, binding)).containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resources: [pods], verbs: [get]} | resources: [pods], verbs: [get, list]}",
        "resources: [pods], verbs: [get]} | resources: [secrets], verbs: [get]}",
        "resources: [pods], verbs: [get]} | resources: [pods/log], verbs: [get]}",
        "resources: [pods], verbs: [get]} | resources: ['*'], verbs: [get]}",
        "apiGroups: [''] | apiGroups: ['', apps]",
        "apiGroups: [''] | apiGroups: ['*']",
        "verbs: [get, list] | verbs: [get, list, watch]",
        "verbs: [list] | verbs: ['*']",
        "deployments/scale] | secrets]",
        "deployments/scale] | rollouts]",
        "deployments/scale], resourceNames: [web] | deployments/scale]",
        "resourceNames: [web] | resourceNames: [other]",
        "resourceNames: [web] | resourceNames: [web, other]",
        "resourceNames: [web], verbs: [get] | resourceNames: [web], verbs: [get, update]",
        "resourceNames: [metrics-sidecar-deployment-web] | resourceNames:"
            + " [metrics-sidecar-deployment-db]",
        "resourceNames: [metrics-sidecar-deployment-web], verbs | verbs",
        "verbs: [get, update] | verbs: [get, update, delete]",
        "apiGroups: [discovery.k8s.io] | nonResourceURLs: [/metrics], apiGroups:"
            + " [discovery.k8s.io]",
      })
  void refusesWiderRoles(String accepted, String other) {
    var role = ROLE.replace(accepted, other);

    assertThat(role).isNotEqualTo(ROLE);
    assertThat(denials("roles", "", role)).containsExactly(WIDER);
    assertThat(denials("roles", ROLE, role)).containsExactly(WIDER);
  }

  @Test
  void knowsFurtherKindsOfWorkloads() {
    var policy =
        AdmissionPolicy.of(
            Chart.rendered(
                "scaleTargets[0].group=argoproj.io",
                "scaleTargets[0].version=v1alpha1",
                "scaleTargets[0].resource=rollouts",
                "scaleTargets[0].kind=Rollout"),
            NAME);
    var role =
        ROLE.replace("[apps]", "[argoproj.io]")
            .replace("[deployments, deployments/scale]", "[rollouts, rollouts/scale]")
            .replace("kind: Deployment", "kind: Rollout")
            .replace("metrics-sidecar-deployment-web", "metrics-sidecar-rollout-web");

    assertThat(policy.denials(input("roles", "shop", "", role))).isEmpty();
    assertThat(denials("roles", "", role)).containsExactly(WIDER);
  }

  @Test
  void refusesToTakeASlotOrToChangeOne() {
    var two = LEASE.replace("1 web-a", "1 web-a, holder.metrics-sidecar/v: 2 web-b");

    assertThat(denials("leases", "", LEASE)).containsExactly(TAKEN);
    assertThat(denials("leases", LEASE, two)).containsExactly(TAKEN);
    assertThat(denials("leases", LEASE, LEASE.replace("1 web-a", "2 web-a")))
        .containsExactly(TAKEN);
    assertThat(denials("leases", two, LEASE)).isEmpty();
  }

  /// A person's pause stands until a person ends it; what the controller wrote it may end.
  @Test
  void refusesToEndThePauseOfAPerson() {
    var person = LEASE.replace("1 web-a", "1 web-a, metrics-sidecar/paused: person x");
    var byHand = person.replace("person x", "'controller'");
    var own = person.replace("person x", "controller x");

    for (var after : List.of(LEASE, own, person.replace("person x", "''"))) {
      assertThat(denials("leases", person, after))
          .containsExactly("the controller ends no pause of a person");
    }
    assertThat(denials("leases", byHand, LEASE))
        .containsExactly("the controller ends no pause of a person");
    assertThat(denials("leases", person, person)).isEmpty();
    assertThat(denials("leases", person, "")).isEmpty();
    assertThat(denials("leases", LEASE, own)).isEmpty();
    assertThat(denials("leases", own, LEASE)).isEmpty();
  }

  private static String accepted(String kind) {
    return METADATA + rest(kind);
  }

  private static String rest(String kind) {
    return switch (kind) {
      case "roles" -> ROLE.substring(METADATA.length());
      case "rolebindings" -> BINDING.substring(METADATA.length());
      default -> "";
    };
  }

  private static List<Object> denials(String kind, String before, String after) {
    return POLICY.denials(input(kind, "shop", before, after));
  }

  /// @param before as YAML; empty where the object is created
  /// @param after as YAML; empty where it is deleted
  private static AdmissionPolicy.Input input(
      String kind, String namespace, String before, String after) {
    return new AdmissionPolicy.Input(
        AdmissionPolicy.object(after),
        AdmissionPolicy.object(before),
        Map.of("resource", Map.of("resource", kind), "namespace", namespace));
  }
}
