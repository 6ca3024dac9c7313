package io.metricssidecar.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.metricssidecar.sidecar.connection.KubeconfigText;
import io.metricssidecar.sidecar.connection.TestCertificate;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process, as the image or a person starts it.
class SidecarMainIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  /// Runs with an environment that holds nothing but what is given.
  private Process start(String classPath, Map<String, String> env, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + classes()));
    command.addAll(List.of("-Duser.home=" + folder, "-cp", classPath));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    return builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name), UTF_8);
  }

  /// As in the image: no jar that reads a kubeconfig.
  private static String imageClassPath() {
    return Stream.of(fullClassPath().split(File.pathSeparator))
        .filter(entry -> !entry.contains("fabric8") && !entry.contains("kubernetes"))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String fullClassPath() {
    return System.getProperty("java.class.path");
  }

  private static final String MAIN = "io.metricssidecar.sidecar.SidecarMain";

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, String> env(int port) {
    var env = new HashMap<>(SidecarFixture.ENV);
    env.put("HTTP_PORT", Integer.toString(port));
    return env;
  }

  private static JsonObject explain(int port) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/explain"));
      return new JsonObject(client.send(request.build(), BodyHandlers.ofString()).body());
    }
  }

  private static JsonObject awaitExplained(int port, String trouble) {
    var last = new JsonObject[] {new JsonObject()};
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              last[0] = explain(port);
              assertThat(
                      String.valueOf(last[0].getJsonObject("inputs").getString("metrics_trouble")))
                  .startsWith(trouble);
            });
    return last[0];
  }

  private static int ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void tellsItsVersion() throws Exception {
    var process = start(imageClassPath(), Map.of(), List.of(MAIN, "--version"));

    assertThat(ended(process)).isEqualTo(0);
    assertThat(text("out")).matches("metrics-sidecar \\S+\n");
  }

  @Test
  void tellsItsUsage() throws Exception {
    var process = start(imageClassPath(), Map.of(), List.of(MAIN, "--help"));

    assertThat(ended(process)).isEqualTo(0);
    assertThat(text("out")).startsWith("metrics-sidecar [--kubeconfig=FILE]\n");
  }

  @Test
  void endsWith2ForAnArgumentThatItDoesNotUnderstand() throws Exception {
    var process = start(imageClassPath(), Map.of(), List.of(MAIN, "--kubeconfg=x"));

    assertThat(ended(process)).isEqualTo(2);
    assertThat(text("err"))
        .isEqualTo(
            "unknown argument \"--kubeconfg=x\": expected --kubeconfig=FILE, --version or"
                + " --help\n");
  }

  @Test
  void servesInAPodWithoutAnyClassOfFabric8() throws Exception {
    var port = freePort();
    var env = env(port);
    env.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    env.put("KUBERNETES_SERVICE_PORT", "1");
    var process = start(imageClassPath(), env, List.of(MAIN));
    try {
      var explained = awaitExplained(port, "the API server cannot be reached: ");
      assertThat(explained.getString("state")).isIn("WARMUP", "ACTIVE", "UNKNOWN");
      assertThat(text("err").lines().filter(line -> line.contains("has no ca.crt"))).hasSize(1);
    } finally {
      process.destroy();
    }

    assertThat(ended(process)).isEqualTo(143);
    assertThat(Files.readString(classes())).doesNotContain("io.fabric8");
  }

  @Test
  void servesOnANodeWithoutIpv6() throws Exception {
    var port = freePort();
    var env = env(port);
    env.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    env.put("KUBERNETES_SERVICE_PORT", "1");
    var process = start(imageClassPath(), env, List.of("-Djava.net.preferIPv4Stack=true", MAIN));
    try {
      awaitExplained(port, "the API server cannot be reached: ");
    } finally {
      process.destroy();
    }
  }

  @Test
  void servesDisabledWhereNeitherAPodNorAKubeconfigIsFound() throws Exception {
    var port = freePort();
    var env = env(port);
    env.put("POLL_INTERVAL", "15");
    var process = start(imageClassPath(), env, List.of(MAIN));
    try {
      var explained = awaitExplained(port, "");
      assertThat(explained.getString("state")).isEqualTo("DISABLED");
      assertThat(explained.getJsonArray("config_problems").stream().map(Object::toString))
          .containsExactly(
              "POLL_INTERVAL is \"15\": expected a duration from 1s to 300s, such as 15s",
              "--kubeconfig is missing: expected a kubeconfig (kube-config.yaml here, KUBECONFIG"
                  + " or the home folder's), as this process does not run in a pod");
    } finally {
      process.destroy();
    }

    assertThat(ended(process)).isEqualTo(143);
    assertThat(Files.readString(classes())).doesNotContain("io.fabric8");
  }

  @Test
  void endsWith1WhereItsPortIsTaken() throws Exception {
    try (var taken = new ServerSocket(0)) {
      var env = env(taken.getLocalPort());
      env.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
      var process = start(imageClassPath(), env, List.of(MAIN));

      assertThat(ended(process)).isEqualTo(1);
      assertThat(text("err"))
          .contains(
              ("Cannot start: another process of the pod listens on port %d; declare that port in"
                      + " its container, or set the annotation metrics-sidecar/port")
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void readsSamplesByHandWithAKubeconfigAndAConfigFile() throws Exception {
    try (var api = new FakeApiServer()) {
      api.podMetrics =
          FakeApiServer.json(() -> FakeApiServer.sample(Instant.now(), "300m", "100Mi"));
      var port = freePort();
      var config = new HashMap<>(SidecarFixture.ENV);
      config.put("HTTP_PORT", Integer.toString(port));
      var yaml =
          config.entrySet().stream()
              .map(variable -> variable.getKey() + ": \"" + variable.getValue() + "\"\n")
              .collect(Collectors.joining());
      var env = Map.of("CONFIG_FILE", Files.writeString(folder.resolve("c.yaml"), yaml).toString());
      var process =
          start(fullClassPath(), env, List.of(MAIN, "--kubeconfig=" + kubeconfig(api.port())));
      try {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(50))
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  var inputs = explain(port).getJsonObject("inputs");
                  assertThat(inputs.getString("metrics_api_version")).isEqualTo("v1beta1");
                  assertThat(inputs.getString("level")).isEqualTo("LOW");
                });
        assertThat(api.asked().getFirst().authorization()).isEqualTo("Bearer secret");
      } finally {
        process.destroy();
      }

      assertThat(ended(process)).isEqualTo(143);
      assertThat(text("out") + text("err")).doesNotContain("secret");
    }
  }

  private Path kubeconfig(int port) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        KubeconfigText.of(
            "https://127.0.0.1:" + port, TestCertificate.LOOPBACK.certificate(), "token: secret"));
  }
}
