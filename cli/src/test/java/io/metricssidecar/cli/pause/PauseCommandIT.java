package io.metricssidecar.cli.pause;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The commands against an API server of fabric8, with three workloads in two namespaces.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class PauseCommandIT {
  private static final Instant NOW = Instant.parse("2026-11-22T04:00:00.5Z");
  private static final String PAUSE = "person 2026-11-22T04:00:00Z";

  private KubernetesClient client;
  private KubernetesMockServer server;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void workloads() {
    create("shop", "Deployment", "web", Map.of("holder.metrics-sidecar/a", "1 web-a"));
    create("shop", "StatefulSet", "db", Map.of());
    create("blog", "Deployment", "web", Map.of());
  }

  @Test
  void pausesAndResumesAWorkload() {
    assertThat(pause("deploy/web", "--namespace=shop", "--reason=release of the shop")).isZero();
    assertThat(paused("shop", "deployment-web")).isEqualTo(PAUSE + " release of the shop");
    assertThat(lease("shop", "deployment-web").getMetadata().getAnnotations())
        .containsEntry("holder.metrics-sidecar/a", "1 web-a")
        .containsEntry("metrics-sidecar/format", "1");
    assertThat(paused("shop", "statefulset-db")).isEmpty();

    assertThat(pause("deploy/web", "--namespace=shop")).isZero();
    assertThat(resume("deploy/web", "--namespace=shop")).isZero();
    assertThat(resume("deploy/web", "--namespace=shop")).isZero();
    assertThat(paused("shop", "deployment-web")).isEmpty();

    assertThat(out)
        .hasToString(
            """
            shop/Deployment/web: paused
            shop/Deployment/web: is paused already, by a person since 2026-11-22T04:00:00Z: \
            release of the shop
            shop/Deployment/web: resumed
            shop/Deployment/web: is not paused
            """);
    assertThat(err).hasToString("");
  }

  @Test
  void pausesANamespaceAndTheCluster() {
    assertThat(pause("-n", "shop")).isZero();
    assertThat(out).hasToString("shop/Deployment/web: paused\nshop/StatefulSet/db: paused\n");
    assertThat(paused("blog", "deployment-web")).isEmpty();

    assertThat(pause("--all")).isZero();
    assertThat(paused("blog", "deployment-web")).isEqualTo(PAUSE);
    assertThat(resume("--all")).isZero();
    assertThat(paused("shop", "statefulset-db") + paused("blog", "deployment-web")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy/web", "deployment/web", "deployments/web", "Deployment/web"})
  void knowsTheNamesOfKinds(String workload) {
    assertThat(pause(workload, "-n", "shop")).isZero();

    assertThat(out).hasToString("shop/Deployment/web: paused\n");
  }

  /// So that it stays when the controller would end it.
  @Test
  void takesOverThePauseOfTheController() {
    annotate("controller 2026-11-22T03:00:00Z annotation of the Namespace");

    assertThat(pause("deploy/web", "-n", "shop")).isZero();

    assertThat(paused("shop", "deployment-web")).isEqualTo(PAUSE);
  }

  @Test
  void saysThatTheControllerMayPauseAgain() {
    annotate("controller 2026-11-22T03:00:00Z annotation of the Namespace");

    assertThat(resume("deploy/web", "-n", "shop")).isZero();

    assertThat(paused("shop", "deployment-web")).isEmpty();
    assertThat(out)
        .hasToString(
            """
            shop/Deployment/web: resumed, until the controller pauses it again; it was paused by \
            the controller since 2026-11-22T03:00:00Z: annotation of the Namespace
            """);
  }

  @Test
  void whatIsWrittenByHandIsAPauseToo() {
    annotate("true");

    assertThat(pause("deploy/web", "-n", "shop")).isZero();
    assertThat(resume("deploy/web", "-n", "shop")).isZero();

    assertThat(out)
        .hasToString(
            """
            shop/Deployment/web: is paused already, by a person: true
            shop/Deployment/web: resumed
            """);
    assertThat(paused("shop", "deployment-web")).isEmpty();
  }

  /// A sidecar wrote in between: the Lease is read again, and its slot stays.
  @Test
  void triesAgainAfterAConflict() {
    server
        .expect()
        .put()
        .withPath(
            "/apis/coordination.k8s.io/v1/namespaces/shop/leases/metrics-sidecar-deployment-web")
        .andReturn(409, "{}")
        .once();

    assertThat(pause("deploy/web", "-n", "shop")).isZero();

    assertThat(paused("shop", "deployment-web")).isEqualTo(PAUSE);
  }

  @Test
  void goesOnAfterAWorkloadThatItMayNotWrite() {
    server
        .expect()
        .put()
        .withPath(
            "/apis/coordination.k8s.io/v1/namespaces/shop/leases/metrics-sidecar-deployment-web")
        .andReturn(403, "{\"kind\": \"Status\", \"message\": \"leases are forbidden\"}")
        .always();

    assertThat(pause("-n", "shop")).isEqualTo(1);

    assertThat(out).hasToString("shop/StatefulSet/db: paused\n");
    assertThat(err.toString())
        .startsWith("metrics-sidecar: shop/Deployment/web: ")
        .contains("leases are forbidden");
  }

  @Test
  void failsWhereThereIsNothingToPause() {
    assertThat(pause("deploy/shop", "-n", "shop")).isEqualTo(1);

    assertThat(err)
        .hasToString(
            "metrics-sidecar: no budget Lease of deploy/shop in namespace shop: none of its pods"
                + " has a sidecar that the controller knows; pods that were set up by hand are"
                + " paused by the annotation metrics-sidecar/paused of their workload\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "/web", "deploy/", "a/b/c", "--all -n shop", "--all deploy/web"})
  void refusesArgumentsThatNameNothing(String arguments) {
    assertThat(pause(arguments.split(" ", -1))).isEqualTo(2);

    assertThat(err.toString()).startsWith("metrics-sidecar: ").hasLineCount(1);
    assertThat(out).hasToString("");
  }

  @Test
  void refusesAReasonThatIsTooLongOrHasControlCharacters() {
    assertThat(pause("--all", "--reason=" + "x".repeat(201))).isEqualTo(2);
    assertThat(pause("--all", "--reason=a\nb")).isEqualTo(2);

    assertThat(paused("shop", "deployment-web")).isEmpty();
  }

  private int pause(String... arguments) {
    return run(new PauseCommand(this::connection, () -> NOW), arguments);
  }

  private int resume(String... arguments) {
    return run(new ResumeCommand(this::connection), arguments);
  }

  private KubernetesClient connection() {
    return new KubernetesClientBuilder().withConfig(client.getConfiguration()).build();
  }

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler(Failure::report)
        .setExecutionExceptionHandler(Failure::report)
        .execute(arguments);
  }

  private String paused(String namespace, String name) {
    return lease(namespace, name)
        .getMetadata()
        .getAnnotations()
        .getOrDefault("metrics-sidecar/paused", "");
  }

  private Lease lease(String namespace, String name) {
    return client.leases().inNamespace(namespace).withName("metrics-sidecar-" + name).get();
  }

  private void annotate(String text) {
    client
        .resource(
            new LeaseBuilder(lease("shop", "deployment-web"))
                .editMetadata()
                .addToAnnotations("metrics-sidecar/paused", text)
                .endMetadata()
                .build())
        .update();
  }

  private void create(String namespace, String kind, String name, Map<String, String> holders) {
    var owner =
        new OwnerReferenceBuilder()
            .withApiVersion("apps/v1")
            .withKind(kind)
            .withName(name)
            .withUid("uid-of-" + name)
            .build();
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("metrics-sidecar-%s-%s".formatted(kind, name).toLowerCase(Locale.ROOT))
                .addToLabels("app.kubernetes.io/managed-by", "metrics-sidecar")
                .addToAnnotations("metrics-sidecar/format", "1")
                .addToAnnotations(holders)
                .withOwnerReferences(owner)
                .endMetadata()
                .build())
        .create();
  }
}
