package io.metricssidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.Chain;
import io.metricssidecar.cli.command.SettingOptions;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.controller.config.ControllerSetting;
import io.metricssidecar.injection.config.InjectionSetting;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsSidecarMainTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out).hasToString("metrics-sidecar development\n");
  }

  @Test
  void refusesAnUnknownOptionWithOneLine() {
    assertThat(run("webhook", "--tls-certificate=x")).isEqualTo(2);
    assertThat(err.toString()).matches("metrics-sidecar: Unknown option: '--tls-certificate=x'\n");
  }

  @Test
  void refusesAnUnknownSubcommandWithOneLine() {
    assertThat(run("serve")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void asksForASubcommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err).hasToString("metrics-sidecar: expected a subcommand, see --help\n");
  }

  @ParameterizedTest
  @MethodSource
  void offersEverySettingAsAnOptionWithItsVariable(String server, List<Setting<?>> settings) {
    assertThat(run(server, "--help")).isZero();
    assertThat(out.toString()).contains("-h, --help ", "-V, --version ");
    for (var setting : settings) {
      assertThat(out.toString()).contains(SettingOptions.name(setting) + "=VALUE", setting.env());
    }
  }

  static Stream<Arguments> offersEverySettingAsAnOptionWithItsVariable() {
    return Stream.of(
        Arguments.of("webhook", WebhookSetting.all()),
        Arguments.of("controller", ControllerSetting.all()),
        Arguments.of("inject", InjectionSetting.ALL));
  }

  @Test
  void offersTheControllerNoSettingOfTheWebhook() {
    assertThat(run("controller", "--port=1")).isEqualTo(2);
    assertThat(err.toString()).startsWith("metrics-sidecar: Unknown option: '--port=1'");
  }

  @Test
  void saysEverythingThatIsWrongWithTheConfiguration() {
    assertThat(run(Map.of("POD_NAMESPACE", "tools", "STRICT", "yes"), "webhook", "--port=x"))
        .isEqualTo(1);
    assertThat(err)
        .hasToString(
            """
            metrics-sidecar: WEBHOOK_PORT is "x": expected a port number
            metrics-sidecar: POD_NAME is missing: expected the name of this pod
            metrics-sidecar: STRICT is "yes": expected true or false
            """);
  }

  @Test
  void saysEverythingThatIsWrongWithTheConfigurationOfTheController() {
    assertThat(
            run(
                Map.of("POD_NAMESPACE", "tools", "STRICT", "yes", "HEALTH_PORT", "x"),
                "controller",
                "--scale-targets=Rollout"))
        .isEqualTo(1);
    assertThat(err)
        .hasToString(
            """
            metrics-sidecar: HEALTH_PORT is "x": expected a port number
            metrics-sidecar: POD_NAME is missing: expected the name of this pod
            metrics-sidecar: STRICT is "yes": expected true or false
            metrics-sidecar: SCALE_TARGETS is "Rollout": expected group/version/resource/Kind, such as argoproj.io/v1alpha1/rollouts/Rollout
            """);
  }

  @Test
  void optionsWinOverTheEnvironmentWhoseValuesAreTakenAsTheyAre() {
    assertThat(
            run(
                Map.of("STRICT", "yes", "MESH_ANNOTATIONS", "${env:HOME}"),
                "webhook",
                "--strict=true",
                "--tls-cert=x"))
        .isEqualTo(1);
    assertThat(err)
        .hasToString(
            """
            metrics-sidecar: TLS_KEY is missing: expected the key's file
            metrics-sidecar: MESH_ANNOTATIONS is "${env:HOME}": expected true or false
            """);
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertThat(
            run(
                "webhook",
                "--tls-cert=/nowhere/tls.crt",
                "--tls-key=x",
                "--port=0",
                "--health-port=0"))
        .isEqualTo(1);
    assertThat(err).hasToString("metrics-sidecar: cannot read /nowhere/tls.crt\n");
  }

  @Test
  void takesTheServerFromTheEnvironmentUnlessASubcommandIsGiven() {
    var mode = Map.of("MODE", "webhook");

    assertThat(MetricsSidecarMain.withMode(new String[] {}, Map.of("MODE", "controller")))
        .containsExactly("controller");
    assertThat(MetricsSidecarMain.withMode(new String[] {"--port=1"}, mode))
        .containsExactly("webhook", "--port=1");
    assertThat(MetricsSidecarMain.withMode(new String[] {}, mode)).containsExactly("webhook");
    assertThat(MetricsSidecarMain.withMode(new String[] {"certs", "ca"}, mode))
        .containsExactly("certs", "ca");
    assertThat(MetricsSidecarMain.withMode(new String[] {"--version"}, mode))
        .containsExactly("--version");
    assertThat(MetricsSidecarMain.withMode(new String[] {"--port=1"}, Map.of()))
        .containsExactly("--port=1");
  }

  @Test
  void makesCertificatesAndNeverWritesOverAFile() throws Exception {
    assertThat(run("certs", "ca", "--directory=" + folder)).isZero();
    assertThat(run("certs", "leaf", "--directory=" + folder, "--namespace=tools")).isZero();

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("ca.crt", "ca.key", "tls.crt", "tls.key");
    }
    assertThat(Files.getPosixFilePermissions(folder.resolve("tls.key"))).hasSize(2);
    assertThat(run("certs", "ca", "--directory=" + folder)).isEqualTo(1);
    assertThat(err.toString()).endsWith(" exists and is not written over\n");
  }

  /// The Service of the chart, in the release's usual namespace.
  @Test
  void makesALeafForTheServiceOfTheChart() throws Exception {
    assertThat(run("certs", "ca", "--directory=" + folder)).isZero();
    assertThat(run("certs", "leaf", "--directory=" + folder)).isZero();

    assertThat(
            run(
                "certs",
                "verify",
                "--leaf=" + folder.resolve("tls.crt"),
                "--ca=" + folder.resolve("ca.crt"),
                "--dns-name=metrics-sidecar-webhook.metrics-sidecar.svc",
                "--at=" + Instant.now().plus(Duration.ofDays(89))))
        .isZero();
    assertThat(WebhookSetting.SERVICE_NAME.defaultText()).isEqualTo(Names.WEBHOOK_SERVICE);
  }

  @Test
  void makesALeafForAsManyDaysAsAreWanted() throws Exception {
    assertThat(run("certs", "ca", "--directory=" + folder)).isZero();
    assertThat(run("certs", "leaf", "--directory=" + folder, "--days=3")).isZero();

    var leaf = Chain.parse(Files.readString(folder.resolve("tls.crt"))).orElseThrow();
    var days =
        Duration.between(Instant.now(), leaf.certificate().getNotAfter().toInstant())
            .plus(Duration.ofHours(1))
            .toDays();
    assertThat(days).isEqualTo(3);
  }

  @Test
  void refusesALeafThatWouldOutliveItsAuthority() {
    assertThat(run("certs", "ca", "--directory=" + folder)).isZero();

    assertThat(run("certs", "leaf", "--directory=" + folder, "--days=365")).isEqualTo(1);
    assertThat(run("certs", "leaf", "--directory=" + folder, "--days=0")).isEqualTo(1);

    assertThat(err)
        .hasToString(
            """
            metrics-sidecar: --days is "365": expected a whole number from 1 to 364, after which the authority ends
            metrics-sidecar: --days is "0": expected a whole number from 1 to 364, after which the authority ends
            """);
    assertThat(folder.resolve("tls.crt")).doesNotExist();
  }

  @Test
  void saysThatTheAuthorityIsNoAuthority() throws Exception {
    Files.writeString(folder.resolve("ca.crt"), "garbage");
    Files.writeString(folder.resolve("ca.key"), "garbage");

    assertThat(run("certs", "leaf", "--directory=" + folder)).isEqualTo(1);
    assertThat(err.toString())
        .endsWith("not a certificate authority's certificate with its own elliptic curve key\n");
  }

  @Test
  void printsAManifestAsTheWebhookWouldLeaveIt() throws Exception {
    var manifest = folder.resolve("app.yaml");
    Files.writeString(
        manifest,
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          template:
            metadata:
              annotations:
                metrics-sidecar/enabled: "true"
            spec:
              containers:
              - name: app
                resources: {limits: {cpu: "1"}}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata:
          name: nightly
        spec:
          jobTemplate:
            spec:
              template:
                metadata:
                  annotations:
                    metrics-sidecar/enabled: "true"
                spec:
                  restartPolicy: Never
                  containers:
                  - name: app
        """);

    assertThat(run("inject", "-f", manifest.toString(), "--sidecar-image=team/sidecar:2")).isZero();

    assertThat(out.toString())
        .startsWith("---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n---\n")
        .contains("image: team/sidecar:2", "value: metrics-sidecar-deployment-web")
        .doesNotContain("ownerReferences");
    assertThat(err)
        .hasToString(
            """
            Deployment/web: gets a sidecar
            Deployment/web: container app has no limit of memory, which the sidecar therefore ignores
            CronJob/nightly: gets a sidecar
            CronJob/nightly: container app has no limit of cpu and memory, which the sidecar therefore ignores
            CronJob/nightly: the pod runs to completion and is therefore never shed
            """);
  }

  /// Without an option that of the newest version, in which sidecars are native.
  @Test
  void previewsForAVersionOfKubernetes() throws Exception {
    var manifest = folder.resolve("pod.yaml");
    Files.writeString(
        manifest,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: task, annotations: {metrics-sidecar/enabled: "true"}}
        spec:
          restartPolicy: Never
          containers:
          - name: app
            resources: {limits: {cpu: "1", memory: 1Gi}}
        """);
    var file = manifest.toString();

    for (var arguments :
        List.of(
            List.of("--kubernetes=1.31"),
            List.of("--kubernetes=v1.32.4"),
            List.of("--kubernetes=1.36", "--native-sidecar=false"),
            List.<String>of())) {
      var all = new ArrayList<>(List.of("inject", "-f", file));
      all.addAll(arguments);
      assertThat(run(all.toArray(String[]::new))).isZero();
    }
    assertThat(run("inject", "-f", file, "--kubernetes=latest")).isEqualTo(2);

    var without =
        "Pod/task: gets no sidecar because it runs to completion, which only a native sidecar"
            + " allows";
    assertThat(err.toString().lines().filter(line -> line.matches("Pod/task: gets .*|metrics.*")))
        .containsExactly(
            without,
            "Pod/task: gets a sidecar",
            without,
            "Pod/task: gets a sidecar",
            "metrics-sidecar: --kubernetes is \"latest\": expected a version such as 1.36");
  }

  @Test
  void previewsWithTheDefaultsOfTheInstallationAndOfANamespaceInTheManifest() throws Exception {
    var manifest = folder.resolve("app.yaml");
    Files.writeString(
        manifest,
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web, namespace: shop}
          spec:
            template:
              metadata:
                annotations: {metrics-sidecar/enabled: "true"}
              spec:
                containers:
                - name: app
                  resources: {limits: {cpu: "1", memory: 1Gi}}
        - apiVersion: v1
          kind: Namespace
          metadata:
            name: shop
            annotations: {metrics-sidecar/mode: observe, metrics-sidecar/warm-up: soon, team: a}
        """);

    assertThat(
            run("inject", "-f", manifest.toString(), "--sidecar-defaults=mode=local,warm-up=60s"))
        .isZero();

    assertThat(out.toString())
        .containsPattern("name: SHED_MODE\\n +value: observe\\n")
        .containsPattern("name: WARM_UP\\n +value: 60s\\n");
    assertThat(err)
        .hasToString(
            """
            Deployment/web: gets a sidecar
            Deployment/web: the namespace's annotation metrics-sidecar/warm-up is "soon": expected a duration from 0s to 86400s, such as 300s
            """);
  }

  @Test
  void saysWhichAnnotationCannotBeLocked() {
    assertThat(run("inject", "-f", "-", "--sidecar-locked=guard,image")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith(
            "metrics-sidecar: SIDECAR_LOCKED is \"image\": expected one of the keys cpu-threshold-")
        .endsWith(", native-sidecar, patch\n");
  }

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return MetricsSidecarMain.command(environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
