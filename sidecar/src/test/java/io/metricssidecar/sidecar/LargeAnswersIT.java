package io.metricssidecar.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.metricssidecar.sidecar.connection.TestCertificate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A hot sidecar in a process of its own with the options of the image's JVM, in a namespace whose
/// objects somebody has made large.
@Execution(ExecutionMode.CONCURRENT)
class LargeAnswersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ETCD_LIMIT = 1_500_000;

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeLease lease = new FakeLease();
  private FakeApiServer api;
  private @Nullable Process process;
  private int port;

  @BeforeEach
  void hot() throws Exception {
    api = new FakeApiServer();
    api.podMetrics = FakeApiServer.json(() -> FakeApiServer.sample(Instant.now(), "990m", "100Mi"));
    api.peers = FakeApiServer.json(LargeAnswersIT::peers);
    api.slices = FakeSlices.ofCart();
    api.lease = lease;
  }

  @AfterEach
  void end() throws Exception {
    client.close();
    if (process != null) {
      process.destroyForcibly();
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    api.close();
  }

  private static JsonObject peers() {
    var now = Instant.now();
    return new JsonObject()
        .put(
            "items",
            new JsonArray()
                .add(named("cart-1", FakeApiServer.sample(now, "990m", "100Mi")))
                .add(named("cart-2", FakeApiServer.sample(now, "100m", "100Mi")))
                .add(named("cart-3", FakeApiServer.sample(now, "100m", "100Mi"))));
  }

  private static JsonObject named(String name, JsonObject sample) {
    return sample.put("metadata", new JsonObject().put("name", name));
  }

  private void start(Map<String, String> changed) throws IOException {
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var authority =
        Files.writeString(folder.resolve("ca.crt"), TestCertificate.LOOPBACK.certificate());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(imageOptions());
    command.addAll(List.of("-cp", imageClassPath(), SidecarChild.class.getName()));
    command.addAll(List.of(Integer.toString(api.port()), authority.toString()));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    var env = new HashMap<>(SidecarFixture.ENV);
    env.putAll(
        Map.of(
            "SHED_MODE", "enforce",
            "POLL_INTERVAL", "2s",
            "PROBE_PERIOD_SECONDS", "1",
            "PROBE_TIMEOUT_SECONDS", "1",
            "PROBE_FAILURE_THRESHOLD", "1",
            "HTTP_PORT", Integer.toString(port)));
    env.putAll(changed);
    builder.environment().clear();
    builder.environment().putAll(env);
    process = builder.redirectOutput(folder.resolve("out").toFile()).start();
  }

  /// The options of the sidecar's JVM, from the description of its image.
  private static List<String> imageOptions() throws IOException {
    var source = Files.readString(Path.of("..", "scripts", "image", "Image.java"), UTF_8);
    var sidecar = source.substring(source.indexOf("SIDECAR ="), source.indexOf("CONTROLLER ="));
    var options =
        Pattern.compile("\"(-[^\"]+)\"")
            .matcher(sidecar)
            .results()
            .map(option -> option.group(1))
            .toList();
    assertThat(options).contains("-Xmx24m", "-XX:+ExitOnOutOfMemoryError");
    return options;
  }

  /// No jar that reads a kubeconfig.
  private static String imageClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("fabric8") && !entry.contains("kubernetes"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private HttpResponse<String> get(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(Duration.ofSeconds(5));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private void awaitLiving(Check check) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(running().isAlive()).as(this::ending).isTrue())
        .ignoreExceptions()
        .untilAsserted(check::run);
  }

  private interface Check {
    void run() throws Exception;
  }

  private Process running() {
    return requireNonNull(process, "not started");
  }

  private String ending() {
    try {
      return "rc=%s%n%s"
          .formatted(
              running().isAlive() ? "" : running().exitValue(),
              Files.readString(folder.resolve("out")));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void assertSheds() {
    awaitLiving(() -> assertThat(get("/healthz").statusCode()).isEqualTo(400));
    assertThat(lease.holders()).isEqualTo(Set.of("0d6c"));
  }

  private void awaitRefusal(String label) {
    awaitLiving(
        () ->
            assertThat(
                    new JsonObject(get("/explain").body())
                        .getJsonObject("inputs")
                        .getString("refusal"))
                .isEqualTo(label));
    assertThat(lease.holders()).isEmpty();
  }

  private void awaitPages(int more) {
    var before = api.count(FakeApiServer.SLICES);
    awaitLiving(() -> assertThat(api.count(FakeApiServer.SLICES)).isGreaterThan(before + more));
  }

  private void awaitPolls(int more) {
    var before = api.count(FakeApiServer.POD_METRICS);
    awaitLiving(
        () -> assertThat(api.count(FakeApiServer.POD_METRICS)).isGreaterThan(before + more));
  }

  @ParameterizedTest
  @ValueSource(ints = {7_000, 20_000})
  void shedsAmongManyEndpointsOfOthers(int endpoints) throws Exception {
    api.slices = FakeSlices.ofCart().addOthers(endpoints);
    start(Map.of());

    assertSheds();
    awaitPolls(8);
    assertThat(get("/healthz").statusCode()).isEqualTo(400);
  }

  @Test
  void shedsInAServiceOfThousands() throws Exception {
    var slices = FakeSlices.ofCart();
    for (var first = 0; first < 7_000; first += 1_000) {
      slices.add("cart", FakeSlices.pods(first, 1_000));
    }
    api.slices = slices;
    start(Map.of("SHED_GUARD", "off"));

    assertSheds();
  }

  /// Everything that a tenant can make large and that is not needed.
  @Test
  void readsNothingOfLargeObjectsButWhatItNeeds() throws Exception {
    var text = "x".repeat(900_000);
    var empties = new JsonArray();
    for (var i = 0; i < ETCD_LIMIT / 3; i++) {
      empties.add(new JsonObject());
    }
    var keys = new JsonObject();
    for (var i = 0; i < ETCD_LIMIT / 12; i++) {
      keys.put("f:%06d".formatted(i), 0);
    }
    api.pod = large(FakeApiServer.readyPod("2026-01-01T00:00:00Z"), text, keys);
    api.deployment = large(FakeApiServer.deploymentOf(3, 3), text, keys);
    var metadata = "{\"metadata\": %s, ".formatted(empties.encode());
    api.podMetrics =
        request ->
            FakeApiServer.text(
                    metadata
                        + FakeApiServer.sample(Instant.now(), "990m", "100Mi")
                            .encode()
                            .substring(1))
                .to(request);
    api.peers = request -> FakeApiServer.text(metadata + peers().encode().substring(1)).to(request);
    start(Map.of());

    assertSheds();
    awaitPolls(8);
    assertThat(get("/healthz").statusCode()).isEqualTo(400);
  }

  private static FakeApiServer.Answer large(JsonObject object, String text, JsonObject keys) {
    var metadata = object.getJsonObject("metadata", new JsonObject());
    metadata.put("annotations", new JsonObject().put("last-applied-configuration", text));
    metadata.put("managedFields", new JsonArray().add(new JsonObject().put("fieldsV1", keys)));
    return FakeApiServer.text(object.put("metadata", metadata).encode());
  }

  @Test
  void deniesWhatNeedsMoreThanItMayRead() throws Exception {
    var slices = FakeSlices.ofCart();
    for (var first = 0; first < 11_000; first += 1_000) {
      slices.add("cart", FakeSlices.pods(first, 1_000));
    }
    api.slices = slices;
    start(Map.of());
    awaitRefusal("too_large");

    api.slices = FakeApiServer.text("{\"metadata\": {\"continue\": \"x\"}, \"items\": []}");
    awaitPages(500);
    awaitRefusal("too_large");

    api.slices = FakeSlices.ofCart();
    lease.annotate(ETCD_LIMIT / 12);
    awaitPolls(15);
    awaitRefusal("too_large");

    api.podMetrics = FakeApiServer.json(LargeAnswersIT::manyContainers);
    awaitLiving(
        () ->
            assertThat(
                    new JsonObject(get("/explain").body())
                        .getJsonObject("inputs")
                        .getString("metrics_trouble"))
                .startsWith("the API server's answer is too large"));
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  private static JsonObject manyContainers() {
    var sample = FakeApiServer.sample(Instant.now(), "990m", "100Mi");
    var containers = sample.getJsonArray("containers");
    var last = containers.getJsonObject(1);
    for (var i = 0; i < 20_000; i++) {
      containers.add(last.copy().put("name", "c" + i));
    }
    return sample;
  }
}
