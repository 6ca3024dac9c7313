package io.metricssidecar.controller.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.metricssidecar.controller.ownership.Resolution.Absent;
import io.metricssidecar.controller.ownership.Resolution.Found;
import io.metricssidecar.controller.ownership.Resolution.Reason;
import io.metricssidecar.controller.ownership.Resolution.Unknown;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.OwnerObject;
import io.metricssidecar.controller.workloads.ScaleTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnershipTest {
  private static final String APPS = "apps/v1";
  private static final Map<String, String> WEB = Map.of("app", "web");
  private static final Map<String, String> WEB_1 = Map.of("app", "web", "pod-template-hash", "1");
  private static final ScaleTarget ROLLOUT =
      new ScaleTarget("argoproj.io", "rollouts", "Rollout", true);
  private static final ScaleTarget CLONE_SET =
      new ScaleTarget("apps.kruise.io", "clonesets", "CloneSet", true);

  private final Map<Owner, OwnerObject> cluster = new HashMap<>();
  private final List<Owner> unread = new ArrayList<>();

  private final Owner deployment = object(APPS, "Deployment", "web", Optional.empty(), WEB);
  private final Owner replicaSet =
      object(APPS, "ReplicaSet", "web-1", Optional.of(deployment), WEB_1);

  @Test
  void podOfAReplicaSetBelongsToTheDeployment() {
    assertThat(resolve(replicaSet, WEB_1)).isEqualTo(found("Deployment", deployment));
  }

  @Test
  void podsOfOtherKindsBelongToTheirOwners() {
    var alone = object(APPS, "ReplicaSet", "alone", Optional.empty(), WEB);
    var set = object(APPS, "StatefulSet", "db", Optional.empty(), WEB);
    var daemons = object(APPS, "DaemonSet", "agent", Optional.empty(), WEB);
    var clones = object("apps.kruise.io/v1", "CloneSet", "clones", Optional.empty(), WEB);

    assertThat(resolve(alone, WEB_1)).isEqualTo(found("ReplicaSet", alone));
    assertThat(resolve(set, WEB_1)).isEqualTo(found("StatefulSet", set));
    assertThat(resolve(daemons, WEB_1)).isEqualTo(found("DaemonSet", daemons));
    assertThat(resolve(clones, WEB_1))
        .isEqualTo(new Found(new OwnedWorkload("shop", CLONE_SET, clones)));
  }

  @Test
  void podOfARolloutsReplicaSetBelongsToTheRollout() {
    var rollout = object("argoproj.io/v1alpha1", "Rollout", "web", Optional.empty(), WEB);
    var set = object(APPS, "ReplicaSet", "web-2", Optional.of(rollout), WEB_1);

    assertThat(resolve(set, WEB_1))
        .isEqualTo(new Found(new OwnedWorkload("shop", ROLLOUT, rollout)));
  }

  /// With `workloadRef` its pods are described elsewhere.
  @Test
  void rolloutWithoutSelectorIsBelievedByWhatItsReplicaSetSelects() {
    var rollout = object("argoproj.io/v1alpha1", "Rollout", "web", Optional.empty(), null);
    var set = object(APPS, "ReplicaSet", "web-2", Optional.of(rollout), WEB_1);

    assertThat(resolve(set, WEB_1))
        .isEqualTo(new Found(new OwnedWorkload("shop", ROLLOUT, rollout)));
    assertThat(resolve(set, WEB)).isEqualTo(new Absent(Reason.NOT_SELECTED));
  }

  @Test
  void podWithOtherLabelsDoesNotBelongToTheOwnerThatItNames() {
    var set = object(APPS, "StatefulSet", "db", Optional.empty(), WEB);

    assertThat(resolve(replicaSet, WEB)).isEqualTo(new Absent(Reason.NOT_SELECTED));
    assertThat(resolve(replicaSet, Map.of())).isEqualTo(new Absent(Reason.NOT_SELECTED));
    assertThat(resolve(set, Map.of("app", "db"))).isEqualTo(new Absent(Reason.NOT_SELECTED));
  }

  @Test
  void deploymentOwnsNoPodItself() {
    assertThat(resolve(deployment, WEB_1)).isEqualTo(new Absent(Reason.NOT_SELECTED));
  }

  /// Anyone who may create ReplicaSets writes owner references into them too.
  @Test
  void replicaSetThatTheDeploymentWouldNotOwnLeadsToNothing() {
    var strange =
        object(APPS, "ReplicaSet", "x", Optional.of(deployment), Map.of("app", "strange"));

    assertThat(resolve(strange, Map.of("app", "strange")))
        .isEqualTo(new Absent(Reason.NOT_SELECTED));
  }

  @ParameterizedTest
  @CsvSource({"StatefulSet", "DaemonSet", "ReplicaSet"})
  void replicaSetOfAKindThatOwnsNoneLeadsToNothing(String kind) {
    var above = object(APPS, kind, "above", Optional.empty(), WEB);
    var strange = object(APPS, "ReplicaSet", "x", Optional.of(above), WEB);

    assertThat(resolve(strange, WEB)).isEqualTo(new Absent(Reason.NOT_SELECTED));
  }

  @Test
  void ownerThatDoesNotExistUnderTheUidIsMissing() {
    var another = new Owner(APPS, "ReplicaSet", "web-1", "another");
    var ofNobody =
        object(APPS, "ReplicaSet", "x", Optional.of(new Owner(APPS, "Deployment", "y", "y")), WEB);

    assertThat(resolve(another, WEB_1)).isEqualTo(new Absent(Reason.MISSING));
    assertThat(resolve(ofNobody, WEB)).isEqualTo(new Absent(Reason.MISSING));
  }

  @ParameterizedTest
  @CsvSource({"batch/v1, Job", "v1, ReplicationController", "example.com/v1, Deployment"})
  void otherKindsGetNothing(String apiVersion, String kind) {
    assertThat(resolve(object(apiVersion, kind, "x", Optional.empty(), WEB), WEB))
        .isEqualTo(new Absent(Reason.KIND));
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1%zz, ReplicaSet, x, x",
    "apps/, ReplicaSet, x, x",
    "apps/v1/v2, ReplicaSet, x, x",
    "apps/v1, Replica Set, x, x",
    "apps/v1, ReplicaSet, a b, x",
    "apps/v1, ReplicaSet, ../x, x",
    "apps/v1, ReplicaSet, 'x\n', x",
    "apps/v1, ReplicaSet, x, 'x y'",
    "apps/v1, ReplicaSet, x, ''",
    "'', ReplicaSet, x, x"
  })
  void referenceThatNoObjectCanHaveIsNotLookedUp(
      String apiVersion, String kind, String name, String uid) {
    var ownership =
        new Ownership(
            ScaleTarget.KUBERNETES,
            (_, owner, _) -> {
              throw new AssertionError(owner);
            });

    assertThat(
            ownership.resolve(new PodClaim("shop", new Owner(apiVersion, kind, name, uid), WEB_1)))
        .isEqualTo(new Absent(Reason.INVALID));
  }

  @Test
  void nothingFollowsFromWhatCouldNotBeRead() {
    var rollout = new Owner("argoproj.io/v1alpha1", "Rollout", "web", "r");
    var set = object(APPS, "ReplicaSet", "web-2", Optional.of(rollout), WEB_1);
    unread.add(rollout);

    assertThat(resolve(set, WEB_1)).isEqualTo(new Unknown("shop", rollout));
    assertThat(resolve(set, WEB)).isEqualTo(new Absent(Reason.NOT_SELECTED));
  }

  private Owner object(
      String apiVersion,
      String kind,
      String name,
      Optional<Owner> controller,
      @Nullable Map<String, String> labels) {
    var owner = new Owner(apiVersion, kind, name, "uid-of-" + name);
    LabelSelector selector =
        labels == null ? null : new LabelSelectorBuilder().withMatchLabels(labels).build();
    var target = targets().stream().filter(one -> one.matches(owner)).findFirst();
    cluster.put(
        owner, new OwnerObject(target.orElse(CLONE_SET), owner, controller, selector, null, false));
    return owner;
  }

  private Resolution resolve(Owner controller, Map<String, String> labels) {
    return new Ownership(targets(), this::find).resolve(new PodClaim("shop", controller, labels));
  }

  private OwnerLookup.Result find(String namespace, Owner owner, ScaleTarget target) {
    if (unread.contains(owner)) {
      return new OwnerLookup.Unread();
    }
    return cluster.containsKey(owner)
        ? new OwnerLookup.Seen(cluster.get(owner))
        : new OwnerLookup.Missing();
  }

  private static List<ScaleTarget> targets() {
    var all = new ArrayList<>(ScaleTarget.KUBERNETES);
    all.addAll(List.of(ROLLOUT, CLONE_SET));
    return all;
  }

  private static Found found(String kind, Owner owner) {
    var target = ScaleTarget.KUBERNETES.stream().filter(one -> one.kind().equals(kind)).findFirst();
    return new Found(new OwnedWorkload("shop", target.orElseThrow(), owner));
  }
}
