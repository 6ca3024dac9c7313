package io.metricssidecar.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyStatus;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Program;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What `kubectl apply` prints about a workload that does not get what its annotations ask for. The
/// API server says it; nothing is created but where a case needs it.
@ExtendWith(ClusterExtension.class)
class WarningsE2E {
  private static final String ANNOTATIONS = "metrics-sidecar-annotations";
  private static final String WORKLOADS = "metrics-sidecar-workloads";
  private static final String AUTOSCALING = "metrics-sidecar-autoscaling";
  private static final String ENABLED = "metrics-sidecar/enabled: \"true\"";
  private static final String LIMITS = "resources: {limits: {cpu: 100m, memory: 64Mi}}";

  @TempDir Path folder;

  @Test
  void mistakesInAnnotations(Release release, Namespace namespace) {
    awaitPolicies(namespace);

    assertThat(
            Map.of(
                "unknown",
                    applied(namespace, annotated("metrics-sidecar/cpu-treshold-percent: \"90\"")),
                "invalid", applied(namespace, annotated("metrics-sidecar/mode: soft")),
                "quantity", applied(namespace, annotated("metrics-sidecar/memory-limit: 64MB")),
                "duration", applied(namespace, annotated("metrics-sidecar/poll-interval: 10m")),
                "not asked",
                    applied(namespace, workload("Deployment", "metrics-sidecar/mode: auto", "")),
                "container", applied(namespace, annotated("metrics-sidecar/container: nobody"))))
        .isEqualTo(
            Map.of(
                "unknown",
                    List.of(
                        warning(
                            ANNOTATIONS,
                            "metrics-sidecar/cpu-treshold-percent is \"90\": expected no annotation of this name;"
                                + " known are container, cpu-threshold-percent, memory-threshold-percent,"
                                + " cpu-recovery-percent, memory-recovery-percent, overload-when,"
                                + " minimum-pods-percent, mode, guard, max-shed, per-zone-floor, poll-interval,"
                                + " warm-up, port, log-level, probe-initial-delay-seconds, probe-period-seconds,"
                                + " probe-timeout-seconds, probe-failure-threshold, probe-success-threshold,"
                                + " enabled, image, image-pull-policy, cpu-request, cpu-limit, memory-request,"
                                + " memory-limit, native-sidecar, patch")),
                "invalid",
                    List.of(
                        warning(
                            ANNOTATIONS,
                            "metrics-sidecar/mode is \"soft\": expected one of auto, enforce, observe, local")),
                "quantity",
                    List.of(
                        warning(
                            ANNOTATIONS,
                            "metrics-sidecar/memory-limit is \"64MB\": expected a quantity of at least 32Mi")),
                "duration",
                    List.of(
                        warning(
                            ANNOTATIONS,
                            "metrics-sidecar/poll-interval is \"10m\": expected a duration from 1s to 300s,"
                                + " such as 15s")),
                "not asked",
                    List.of(
                        warning(
                            ANNOTATIONS,
                            "metrics-sidecar/enabled is missing: expected \"true\" on the pod template, because"
                                + " namespace "
                                + namespace.name()
                                + " has no label metrics-sidecar/injection: enabled")),
                "container",
                    List.of(
                        warning(
                            ANNOTATIONS,
                            "metrics-sidecar/container does not name one of the pod's containers: expected one"
                                + " of app"))));
  }

  @Test
  void workloadsNoneOfWhosePodsIsShed(Release release, Namespace namespace) {
    awaitPolicies(namespace);

    assertThat(
            Map.of(
                "no limit", applied(namespace, annotated("").replace(LIMITS, "resources: {}")),
                "floor",
                    applied(namespace, annotated("metrics-sidecar/minimum-pods-percent: \"100\"")),
                "replicas",
                    applied(namespace, annotated("metrics-sidecar/minimum-pods-percent: \"70\"")),
                "one", applied(namespace, annotated("").replace("replicas: 3", "replicas: 1")),
                "default", applied(namespace, annotated("").replace("replicas: 3", "")),
                "ordered", applied(namespace, workload("StatefulSet", ENABLED, "serviceName: web")),
                "daemons",
                    applied(
                        namespace, workload("DaemonSet", ENABLED, "").replace("replicas: 3", "")),
                "job", applied(namespace, job(ENABLED)),
                "cron job", applied(namespace, cronJob(ENABLED))))
        .isEqualTo(
            Map.of(
                "no limit",
                    List.of(
                        warning(
                            WORKLOADS,
                            "container app has no limit of cpu and memory, which the sidecar therefore ignores:"
                                + " nothing is left to measure, unless a LimitRange sets a limit")),
                "floor",
                    List.of(
                        warning(
                            WORKLOADS,
                            "metrics-sidecar/minimum-pods-percent is \"100\": expected less than 100, because no"
                                + " pod is ever shed at this floor")),
                "replicas",
                    List.of(
                        warning(
                            WORKLOADS,
                            "metrics-sidecar/minimum-pods-percent is \"70\": expected at most 66 with 3 replicas,"
                                + " because the floor keeps all of them")),
                "one",
                    List.of(
                        warning(
                            WORKLOADS,
                            "spec.replicas is 1: expected 2 or more, here or by an autoscaler, because a single"
                                + " pod is never shed")),
                "default",
                    List.of(
                        warning(
                            WORKLOADS,
                            "spec.replicas is 1: expected 2 or more, here or by an autoscaler, because a single"
                                + " pod is never shed")),
                "ordered",
                    List.of(
                        warning(
                            WORKLOADS,
                            "spec.podManagementPolicy is OrderedReady, with which mode auto only observes:"
                                + " expected Parallel, or metrics-sidecar/mode: observe")),
                "daemons",
                    List.of(
                        warning(
                            WORKLOADS,
                            "mode auto only observes the pods of a DaemonSet, because an update deletes all"
                                + " unready ones at once: expected metrics-sidecar/mode: observe")),
                "job",
                    List.of(
                        warning(
                            WORKLOADS,
                            "the pods of a Job run to completion and are therefore never shed: expected"
                                + " metrics-sidecar/mode: observe, or no annotation metrics-sidecar/enabled")),
                "cron job",
                    List.of(
                        warning(
                            WORKLOADS,
                            "the pods of a CronJob run to completion and are therefore never shed: expected"
                                + " metrics-sidecar/mode: observe, or no annotation metrics-sidecar/enabled"))));
  }

  @Test
  void defaultsOfTheNamespaceCount(Release release, Namespace namespace) {
    awaitPolicies(namespace);
    assertThat(applied(namespace, annotated(""))).isEmpty();

    namespace.annotate("metrics-sidecar/minimum-pods-percent", "100");
    namespace.annotate("metrics-sidecar/cpu-threshold-percent", "60");
    var both = annotated("metrics-sidecar/cpu-recovery-percent: \"64\"");
    await(namespace, both, 2);

    assertThat(applied(namespace, both))
        .containsExactlyInAnyOrder(
            warning(
                WORKLOADS,
                "the namespace's annotation metrics-sidecar/minimum-pods-percent is \"100\": expected"
                    + " less than 100, because no pod is ever shed at this floor"),
            warning(
                ANNOTATIONS,
                "metrics-sidecar/cpu-recovery-percent is \"64\": expected a number from 0 to 100,"
                    + " lower than the namespace's annotation metrics-sidecar/cpu-threshold-percent"
                    + " (60)"));
    assertThat(applied(namespace, annotated("metrics-sidecar/minimum-pods-percent: \"50\"")))
        .isEmpty();

    namespace.annotate("metrics-sidecar/mode", "observe");
    await(namespace, annotated(""), 0);
  }

  /// By its own types of every object that a policy is for; an API server evaluates a policy also
  /// where this check found something.
  @Test
  void apiServerFindsNothingWrongWithThePolicies(Release release, Namespace namespace) {
    var policies =
        namespace.cluster().client().admissionRegistration().v1().validatingAdmissionPolicies();
    for (var name : List.of(ANNOTATIONS, WORKLOADS, AUTOSCALING)) {
      Waiting.untilTrue(
          "type check of " + name,
          Duration.ofSeconds(30),
          namespace.progress(),
          () -> {
            var policy = policies.withName(name).get();
            return policy.getMetadata().getGeneration().equals(observed(policy.getStatus()));
          });
      assertThat(
              policies.withName(name).get().getStatus().getTypeChecking().getExpressionWarnings())
          .as(name)
          .isEmpty();
    }
  }

  /// The generation that was checked; null where none was.
  private static @Nullable Long observed(@Nullable ValidatingAdmissionPolicyStatus status) {
    return status == null ? null : status.getObservedGeneration();
  }

  @Test
  void workloadsWhoseScalerTheSidecarMisleads(Release release, Namespace namespace) {
    awaitPolicies(namespace);
    assertThat(applied(namespace, annotated(""))).isEmpty();

    var _ =
        apply(
            namespace,
            scaler(
                """
        {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}},
        {type: External, external: {metric: {name: queue}, target: {type: Value, value: 10}}}"""));
    await(namespace, annotated(""), 2);

    assertThat(applied(namespace, annotated("")))
        .containsExactlyInAnyOrder(
            warning(
                AUTOSCALING,
                "HorizontalPodAutoscaler web scales by the utilization of cpu with type Resource, which"
                    + " the sidecar's requests dilute: expected type ContainerResource with container"
                    + " app"),
            warning(
                AUTOSCALING,
                "HorizontalPodAutoscaler web has a target of type Value, which it multiplies by the"
                    + " number of ready pods, so it can scale down while pods are shed: expected type"
                    + " AverageValue"));
    assertThat(applied(namespace, annotated("").replace("name: web", "name: other"))).isEmpty();

    var _ =
        apply(
            namespace,
            scaler(
                """
        {type: ContainerResource, containerResource: {name: cpu, container: app,
          target: {type: Utilization, averageUtilization: 70}}}"""));
    await(namespace, annotated(""), 0);
  }

  @Test
  void nothingIsSaidOfWhatIsRight(Release release, Namespace namespace) {
    awaitPolicies(namespace);
    var others =
        workload("Deployment", "example.com/a: b", "")
            .replace("replicas: 3", "replicas: 1")
            .replace(LIMITS, "resources: {}");

    assertThat(
            Stream.of(
                    annotated(""),
                    annotated("metrics-sidecar/overload-when: cpu, metrics-sidecar/warm-up: 2m"),
                    annotated("metrics-sidecar/minimum-pods-percent: \"66.6\""),
                    workload(
                        "StatefulSet",
                        ENABLED,
                        "serviceName: web\n  podManagementPolicy: Parallel"),
                    workload("DaemonSet", ENABLED + ", metrics-sidecar/mode: observe", "")
                        .replace("replicas: 3", ""),
                    workload("Deployment", "metrics-sidecar/enabled: \"false\"", ""),
                    others,
                    job("example.com/a: b"),
                    manual())
                .flatMap(manifest -> applied(namespace, manifest).stream()))
        .isEmpty();

    namespace.label(Labels.INJECTION, Labels.ENABLED);
    await(namespace, workload("Deployment", "metrics-sidecar/mode: auto", ""), 0);
    assertThat(applied(namespace, others)).isEmpty();
  }

  /// The Deployment has no pods, so that no time is lost.
  @Test
  void commandInTheWarningMovesTheAnnotation(Release release, Namespace namespace) {
    awaitPolicies(namespace);
    var misplaced =
        workload("Deployment", "example.com/a: b", "")
            .replace("replicas: 3", "replicas: 0")
            .replaceFirst("name: web", "name: web, annotations: {" + ENABLED + "}");

    var warnings = warnings(apply(namespace, misplaced));

    var command =
        "kubectl -n %s patch deployment web --type merge -p '".formatted(namespace.name());
    var patch =
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
            + "{\"metrics-sidecar/enabled\":\"true\"}}}}}";
    assertThat(warnings)
        .containsExactly(
            warning(
                ANNOTATIONS,
                "metrics-sidecar/enabled has no effect on the Deployment itself, it belongs on the pod"
                    + " template: "
                    + command
                    + patch
                    + "'"));
    var output =
        kubectl(namespace)
            .run(
                List.of(
                    "-n",
                    namespace.name(),
                    "patch",
                    "deployment",
                    "web",
                    "--type",
                    "merge",
                    "-p",
                    patch));
    assertThat(warnings(output)).isEmpty();
    assertThat(
            namespace
                .deployment("web")
                .get()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations())
        .containsEntry("metrics-sidecar/enabled", "true");
  }

  /// An API server applies a policy about a second after it was created.
  private void awaitPolicies(Namespace namespace) {
    await(
        namespace,
        annotated("metrics-sidecar/mode: soft, metrics-sidecar/minimum-pods-percent:" + " \"100\""),
        2);
  }

  private void await(Namespace namespace, String manifest, int count) {
    Waiting.untilTrue(
        count + " warnings",
        Duration.ofSeconds(30),
        namespace.progress(),
        () -> applied(namespace, manifest).size() == count);
  }

  /// The warnings of a dry run.
  private List<String> applied(Namespace namespace, String manifest) {
    return warnings(apply(namespace, manifest, "--dry-run=server"));
  }

  private static List<String> warnings(String output) {
    return output.lines().filter(line -> line.startsWith("Warning: ")).toList();
  }

  /// A line as kubectl prints it.
  private static String warning(String policy, String message) {
    return "Warning: Validation failed for ValidatingAdmissionPolicy '%s' with binding '%s': %s"
        .formatted(policy, policy, message);
  }

  private String apply(Namespace namespace, String manifest, String... more) {
    try {
      var file = Files.createTempFile(folder, "manifest", ".yaml");
      Files.writeString(file, manifest);
      return kubectl(namespace)
          .run(
              Stream.concat(
                      Stream.of("apply", "-n", namespace.name(), "-f", file.toString()),
                      Stream.of(more))
                  .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Program kubectl(Namespace namespace) {
    return Program.find("kubectl", namespace.cluster(), System.getenv());
  }

  private static String manual() {
    try {
      return Files.readString(Program.inRepository("deploy/manual/deployment.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String annotated(String more) {
    return workload("Deployment", ENABLED + (more.isEmpty() ? "" : ", " + more), "");
  }

  private static String workload(String kind, String annotations, String spec) {
    return """
        apiVersion: apps/v1
        kind: %s
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template: %s
          %s
        """
        .formatted(kind, template(annotations, "Always"), spec);
  }

  private static String job(String annotations) {
    return """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: web}
        spec: {template: %s}
        """
        .formatted(template(annotations, "Never"));
  }

  private static String cronJob(String annotations) {
    return """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: web}
        spec: {schedule: "0 0 1 1 *", jobTemplate: {spec: {template: %s}}}
        """
        .formatted(template(annotations, "Never"));
  }

  private static String template(String annotations, String restartPolicy) {
    return "{metadata: {labels: {app: web}, annotations: {%s}}, spec: {restartPolicy: %s, %s}}"
        .formatted(
            annotations,
            restartPolicy,
            "containers: [{name: app, image: registry.example/app:1, %s}]".formatted(LIMITS));
  }

  private static String scaler(String metrics) {
    return """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplicas: 5
          metrics: [%s]
        """
        .formatted(metrics);
  }
}
