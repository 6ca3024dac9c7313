package io.metricssidecar.e2e.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Edit;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AdmissionStream;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.ReleaseChanges;
import io.metricssidecar.e2e.fixture.Testbed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// The certificate authority is replaced every few seconds and the webhook's replicas are replaced
/// in turn, while pods are created without pause.
@ExtendWith(ClusterExtension.class)
@Isolated("the webhook's replicas are restarted, which makes others slow")
@Order(10)
class RotationSoakE2E {
  private static final boolean LONG = Boolean.getBoolean("e2e.long");
  private static final Duration TIME = Duration.ofSeconds(LONG ? 180 : 30);
  private static final int ADMISSIONS = LONG ? 1_000 : 200;
  private static final int ROTATIONS = LONG ? 10 : 2;

  /// Any new text in this annotation requests a rotation.
  private static final String ROTATE = Annotations.PREFIX + "rotate";

  /// Times that are long enough for a replica on a busy machine to get its next certificate.
  private static final Map<String, String> QUICK_ROTATION =
      Map.of("ROTATION_FLOOR", "off-for-tests", "ROTATION_WAIT", "2s", "ROTATION_OVERLAP", "20s");

  @Test
  void noAdmissionIsLostWhileAuthoritiesAndReplicasChange(Release release, Namespace namespace) {
    var _ = Testbed.of(namespace.cluster());
    try (var admissions = AdmissionStream.start(namespace);
        var others = Executors.newVirtualThreadPerTaskExecutor()) {
      // The rollouts there and back are restarts as well.
      ReleaseChanges.changeTemplate(release.webhook(), RotationSoakE2E::rotatingQuickly);
      var authorities = new HashSet<String>();
      var restarts = 0;
      try {
        var end = System.nanoTime() + TIME.toNanos();
        BooleanSupplier more = () -> System.nanoTime() < end;
        var rotating = CompletableFuture.supplyAsync(() -> rotate(namespace, more), others);
        restarts = restartInTurn(release, more);
        authorities.addAll(rotating.join());
      } finally {
        ReleaseChanges.changeTemplate(release.webhook(), RotationSoakE2E::rotatingAsBefore);
      }

      var count = admissions.stop();
      namespace
          .progress()
          .report(
              "soak: %s; %d rotations, %d replicas replaced"
                  .formatted(count, authorities.size() - 1, restarts + 4));
      count.assertNothingLost();
      assertThat(count.attempted()).isGreaterThanOrEqualTo(ADMISSIONS);
      assertThat(authorities).hasSizeGreaterThan(ROTATIONS);
    }
  }

  /// Requests another authority as soon as the last one signs; returns all that have signed.
  private static Set<String> rotate(Namespace namespace, BooleanSupplier more) {
    var secret = secret(namespace);
    var seen = new HashSet<String>();
    seen.add(signing(secret));
    while (more.getAsBoolean() || seen.size() <= ROTATIONS) {
      var before = signing(secret);
      var _ = Edit.apply(secret, RotationSoakE2E::requestingRotation);
      Waiting.untilTrue(
          "another authority",
          Duration.ofMinutes(2),
          namespace.progress(),
          () -> !signing(secret).equals(before));
      seen.add(signing(secret));
    }
    return seen;
  }

  private static int restartInTurn(Release release, BooleanSupplier more) {
    var replaced = 0;
    while (more.getAsBoolean()) {
      ReleaseChanges.replacePod(release.webhook());
      replaced++;
      if (LONG && more.getAsBoolean()) {
        ReleaseChanges.changeTemplate(release.webhook(), RotationSoakE2E::restarted);
        replaced += 2;
      }
    }
    return replaced;
  }

  private static Resource<Secret> secret(Namespace namespace) {
    return namespace
        .cluster()
        .client()
        .secrets()
        .inNamespace(Names.NAMESPACE)
        .withName(Names.CA_SECRET);
  }

  private static String signing(Resource<Secret> secret) {
    return Optional.ofNullable(secret.get())
        .map(Secret::getData)
        .map(data -> data.get("tls.crt"))
        .orElse("");
  }

  private static Secret requestingRotation(Secret secret) {
    return new SecretBuilder(secret)
        .editMetadata()
        .addToAnnotations(ROTATE, UUID.randomUUID().toString())
        .endMetadata()
        .build();
  }

  private static PodTemplateSpec restarted(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editMetadata()
        .addToAnnotations("kubectl.kubernetes.io/restartedAt", UUID.randomUUID().toString())
        .endMetadata()
        .build();
  }

  private static PodTemplateSpec rotatingQuickly(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .editContainer(0)
        .addAllToEnv(
            QUICK_ROTATION.entrySet().stream()
                .map(
                    entry ->
                        new EnvVarBuilder()
                            .withName(entry.getKey())
                            .withValue(entry.getValue())
                            .build())
                .toList())
        .endContainer()
        .endSpec()
        .build();
  }

  private static PodTemplateSpec rotatingAsBefore(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .editContainer(0)
        .removeMatchingFromEnv(variable -> QUICK_ROTATION.containsKey(variable.getName()))
        .endContainer()
        .endSpec()
        .build();
  }
}
