package io.metricssidecar.sidecar;

import static io.metricssidecar.sidecar.FakeApiServer.POD_METRICS;
import static io.metricssidecar.sidecar.FakeApiServer.json;
import static io.metricssidecar.sidecar.FakeApiServer.silence;
import static io.metricssidecar.sidecar.FakeApiServer.status;
import static io.metricssidecar.sidecar.FakeApiServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metricssidecar.sidecar.FakeApiServer.Answer;
import io.metricssidecar.sidecar.connection.ApiAccess;
import io.metricssidecar.sidecar.connection.TestCertificate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One sidecar with real sockets against a scripted API server.
class SidecarIT {
  private static final String SAMPLES = "/v1beta1" + POD_METRICS;
  private static final String LABELS = "target_container=\"app\",workload=\"cart\"";

  @Nested
  class AnOverloadedPod {
    @Test
    void leavesItsServiceAndComesBack() throws Exception {
      try (var rig = SidecarFixture.started()) {
        assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
        rig.use("300m");
        rig.until("ACTIVE", 10);

        rig.use("900m");
        rig.until("SHEDDING", 60);
        var shed = rig.get("/healthz");
        assertThat(shed.statusCode()).isEqualTo(400);
        assertThat(shed.headers().firstValue("Retry-After")).contains("60");
        assertThat(shed.headers().firstValue("Content-Type"))
            .contains("application/json; charset=utf-8");
        assertThat(new JsonObject(shed.body()).getString("status")).isEqualTo("shedding");
        assertThat(rig.metric("metrics_sidecar_shedding{" + LABELS + "}")).isEqualTo("1");

        rig.use("200m");
        rig.api.deployment = json(FakeApiServer.deploymentOf(3, 2));
        assertThat(rig.until("RECOVERING", 100)).isBetween(59, 80);
        assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);

        assertThat(rig.until("COOLDOWN", 20)).isBetween(14, 17);
        assertThat(rig.until("ACTIVE", 65)).isBetween(58, 62);
        assertThat(rig.metric(transition("HOT", "granted", "SHEDDING"))).isEqualTo("1");
        assertThat(rig.metric(transition("SHEDDING", "recovered", "RECOVERING"))).isEqualTo("1");
        assertThat(rig.metric(transition("RECOVERING", "released", "COOLDOWN"))).isEqualTo("1");
        assertThat(rig.metric("metrics_sidecar_shed_duration_seconds_count{" + LABELS + "}"))
            .isEqualTo("1");
      }
    }

    private static String transition(String from, String reason, String to) {
      return "metrics_sidecar_transitions_total{from=\"%s\",reason=\"%s\",target_container=\"app\",to=\"%s\",workload=\"cart\"}"
          .formatted(from, reason, to);
    }

    @Test
    void staysWhereOneLessWouldBreakTheFloor() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.api.deployment = json(FakeApiServer.deploymentOf(3, 2));
        rig.use("990m");
        rig.until("HOT", 60);
        rig.seconds(40);

        assertThat(rig.state()).isEqualTo("HOT");
        assertThat(rig.explain().getJsonObject("inputs").getString("refusal")).isEqualTo("floor");
        assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      }
    }

    @Test
    void comesBackWhenTheFloorBreaksWithoutIt() throws Exception {
      try (var rig = shedding()) {
        rig.api.deployment = json(FakeApiServer.deploymentOf(3, 1));

        assertThat(rig.until("RECOVERING", 10)).isLessThanOrEqualTo(8);
        assertThat(rig.explain().getString("rule")).isEqualTo("floor_broken");
      }
    }

    @Test
    void comesBackWhenSamplesStop() throws Exception {
      try (var rig = shedding()) {
        rig.api.podMetrics = status(503);

        assertThat(rig.until("RECOVERING", 120)).isLessThanOrEqualTo(90);
        assertThat(rig.explain().getString("rule")).isEqualTo("stale");
        assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      }
    }

    @Test
    void comesBackWhenItsContainerIsNotReadyItself() throws Exception {
      try (var rig = shedding()) {
        rig.api.pod = json(FakeApiServer.pod("2026-01-01T00:00:00Z", false));

        rig.until("RECOVERING", 25);
        assertThat(rig.explain().getString("rule")).isEqualTo("main_not_ready");
      }
    }

    @Test
    void answers200BeforeItIsStopped() throws Exception {
      try (var rig = shedding()) {
        var _ = rig.sidecar.terminate().await();

        assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(rig.explain().getString("rule")).isEqualTo("terminating");
      }
    }

    @Test
    void keepsItsSlotUntilItIsSeenReady() throws Exception {
      try (var rig = shedding()) {
        rig.api.pod = status(500);
        rig.api.podMetrics = status(503);
        rig.until("RECOVERING", 120);
        rig.seconds(100);
        assertThat(rig.state()).isEqualTo("RECOVERING");

        rig.api.pod = json(FakeApiServer.readyPod("2026-01-01T00:00:00Z"));
        rig.until("COOLDOWN", 100);
      }
    }

    @Test
    void doesNotShedWhenItsContainerWasJustStartedAgain() throws Exception {
      try (var rig = SidecarFixture.with(Map.of("WARM_UP", "300s"))) {
        rig.use("300m");
        rig.until("ACTIVE", 10);
        rig.api.pod = json(FakeApiServer.readyPod(rig.time.wall().toString()));
        rig.use("1");

        rig.until("WARMUP", 60);
        rig.seconds(120);
        assertThat(rig.metric("metrics_sidecar_shed_duration_seconds_count{" + LABELS + "}"))
            .isEqualTo("0");
      }
    }

    /// It gets no traffic that could go elsewhere, so a slot would be wasted.
    @Test
    void asksForNoSlotWhileItsPodIsNotReady() throws Exception {
      try (var rig = SidecarFixture.started()) {
        var pod = FakeApiServer.readyPod("2026-01-01T00:00:00Z");
        pod.getJsonObject("status")
            .getJsonArray("conditions")
            .getJsonObject(0)
            .put("status", "False");
        rig.api.pod = json(pod);
        rig.use("990m");
        rig.until("HOT", 60);
        rig.seconds(40);

        assertThat(rig.state()).isEqualTo("HOT");
        assertThat(rig.explain().getJsonObject("inputs").getString("refusal"))
            .isEqualTo("not_ready");
      }
    }

    @Test
    void doesNotShedWhenItCannotReadItself() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.api.pod = status(403);
        rig.use("1");
        rig.until("HOT", 60);
        rig.seconds(40);

        assertThat(rig.state()).isEqualTo("HOT");
        assertThat(rig.explain().getJsonObject("inputs").getString("refusal")).isEqualTo("error");
      }
    }

    private static SidecarFixture shedding() throws Exception {
      var rig = SidecarFixture.started();
      rig.use("990m");
      rig.until("SHEDDING", 60);
      return rig;
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class WithoutData {
    Stream<Arguments> troubles() {
      return Stream.of(
          trouble(
              "absent",
              status(404),
              silence(),
              "error",
              "the cluster has no metrics API: is metrics-server installed?"),
          trouble(
              "empty group",
              json(new JsonObject()),
              silence(),
              "error",
              "the cluster has no metrics API: is metrics-server installed?"),
          trouble(
              "odd group",
              json(new JsonObject().put("preferredVersion", 3)),
              silence(),
              "error",
              "the cluster has no metrics API: is metrics-server installed?"),
          trouble(
              "forbidden",
              json(FakeApiServer.group("v1beta1")),
              status(403),
              "error",
              "the API server refuses (403): the pod's ServiceAccount has no right to read this"),
          trouble(
              "no sample",
              json(FakeApiServer.group("v1beta1")),
              status(404),
              "missing",
              "metrics-server has no sample of this pod yet"),
          trouble(
              "down",
              json(FakeApiServer.group("v1beta1")),
              status(503),
              "error",
              "the API server answered 503"),
          trouble(
              "no JSON",
              json(FakeApiServer.group("v1beta1")),
              text("<html>"),
              "error",
              "the API server's answer is no JSON object"),
          trouble(
              "other JSON",
              json(FakeApiServer.group("v1beta1")),
              json(new JsonObject().put("containers", 1)),
              "error",
              "the metrics API did not return a PodMetrics object"),
          trouble(
              "no containers",
              json(FakeApiServer.group("v1beta1")),
              text("{\"containers\": null}"),
              "missing",
              "the metrics API has no sample of container app"),
          trouble(
              "endless",
              json(FakeApiServer.group("v1beta1")),
              text("{\"a\": \"" + "x".repeat(5 << 20) + "\"}"),
              "error",
              "the API server's answer is too large: a text of more than 1024 Ki characters"),
          trouble(
              "closing",
              json(FakeApiServer.group("v1beta1")),
              request -> request.connection().close(),
              "error",
              "the API server cannot be reached: Connection was closed"));
    }

    private static Arguments trouble(
        String name, Answer discovery, Answer podMetrics, String result, String sentence) {
      return Arguments.argumentSet(name, discovery, podMetrics, result, sentence);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void aPodServesAndSaysWhy(Answer discovery, Answer podMetrics, String result, String sentence)
        throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.api.discovery = discovery;
        rig.api.podMetrics = podMetrics;
        for (var passed = 0; passed < 90; passed += 5) {
          rig.time.pass(Duration.ofSeconds(5));
          assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
        }

        var explained = rig.explain();
        assertThat(explained.getString("state")).isEqualTo("UNKNOWN");
        assertThat(explained.getJsonObject("inputs").getString("metrics_trouble"))
            .isEqualTo(sentence);
        assertThat(rig.metric(samples(result))).isNotIn("absent", "0");
        assertThat(rig.get("/livez").statusCode()).isEqualTo(200);
      }
    }

    private static String samples(String result) {
      return "metrics_sidecar_samples_total{result=\"%s\",%s}".formatted(result, LABELS);
    }

    @Test
    void aPodWhoseTimestampsGoBackServesAndSaysWhy() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.use("990m");
        rig.second();
        var old = rig.time.wall().minusSeconds(600);
        rig.api.podMetrics = json(FakeApiServer.sample(old, "990m", "1Gi"));
        rig.seconds(90);

        assertThat(rig.state()).isEqualTo("UNKNOWN");
        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble"))
            .isEqualTo("the metrics API sent a sample older than one before it");
        assertThat(rig.metric(samples("regressed"))).isNotIn("absent", "0");
        assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      }
    }

    @Test
    void aProbeIsAnsweredAtOnceWhileTheApiServerHangsAndSamplesComeAgainAfterwards()
        throws Exception {
      try (var rig = SidecarFixture.impatient()) {
        rig.use("300m");
        rig.second();
        rig.api.podMetrics = silence();
        rig.api.pod = silence();
        rig.api.deployment = silence();
        var passing = Thread.ofVirtual().start(() -> pass(rig, Duration.ofSeconds(55)));
        var slowest = Duration.ZERO;
        while (passing.isAlive()) {
          var begin = System.nanoTime();
          assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
          var took = Duration.ofNanos(System.nanoTime() - begin);
          slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        assertThat(slowest).isLessThan(Duration.ofMillis(500));
        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble"))
            .startsWith("the API server cannot be reached: ");

        rig.use("300m");
        rig.time.pass(Duration.ofSeconds(20));
        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble")).isNull();
      }
    }

    private static void pass(SidecarFixture rig, Duration time) {
      try {
        rig.time.pass(time);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Test
    void aPodWithoutALimitServesAndSaysWhy() throws Exception {
      try (var rig = SidecarFixture.with(Map.of("CPU_LIMIT_MILLICORES", ""))) {
        rig.use("990m");
        rig.seconds(5);

        assertThat(rig.state()).isEqualTo("DISABLED");
        assertThat(rig.explain().getString("because"))
            .isEqualTo("no resource that counts has a limit");
        assertThat(rig.explain().getString("would_change"))
            .isEqualTo("a limit on the measured container");
        assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      }
    }

    @Test
    void aResourceWithoutALimitIsNamed() throws Exception {
      try (var rig =
          SidecarFixture.with(Map.of("MEMORY_LIMIT_BYTES", "", "OVERLOAD_WHEN", "both"))) {
        rig.use("300m");
        rig.seconds(5);

        assertThat(rig.state()).isEqualTo("ACTIVE");
        assertThat(rig.explain().getJsonObject("inputs").getJsonArray("not_judged"))
            .isEqualTo(new JsonArray().add("memory"));
      }
    }
  }

  @Nested
  class TowardsTheApiServer {
    @Test
    void asksAgainSoonAfterARefusalAtBirth() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.api.podMetrics = status(403);
        rig.seconds(2);
        assertThat(rig.api.count(SAMPLES)).isEqualTo(2);

        rig.use("300m");
        rig.seconds(2);
        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble")).isNull();
      }
    }

    @Test
    void asksLessAndLessOftenWhileItIsRefused() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.api.podMetrics = status(403);
        rig.time.pass(Duration.ofSeconds(135));

        // At 0, 1, 3, 7 and 15 s, then every 15 s give or take 3.
        assertThat(rig.api.count(SAMPLES)).isBetween(10L, 15L);
      }
    }

    @Test
    void looksForTheVersionAgainAfterA404() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.use("300m");
        rig.second();
        assertThat(version(rig)).isEqualTo("v1beta1");
        rig.api.discovery = json(FakeApiServer.group("v1"));
        rig.api.podMetrics = status(404);
        rig.seconds(20);

        rig.use("300m");
        rig.seconds(20);
        assertThat(version(rig)).isEqualTo("v1");
        assertThat(rig.api.count("/v1/namespaces/shop/pods/cart-1")).isPositive();
      }
    }

    private static String version(SidecarFixture rig) throws Exception {
      return rig.explain().getJsonObject("inputs").getString("metrics_api_version");
    }

    @Test
    void looksForTheVersionOnlyOnceWhileAllIsWell() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.use("300m");
        rig.time.pass(Duration.ofMinutes(10));

        assertThat(rig.api.count(FakeApiServer.GROUP)).isEqualTo(1);
      }
    }

    @Test
    void asksForLittleWhileAllIsWell() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.use("300m");
        rig.time.pass(Duration.ofMinutes(1));
        var before = rig.api.asked().size();
        rig.time.pass(Duration.ofMinutes(10));

        assertThat((rig.api.asked().size() - before) / 10.0).isLessThanOrEqualTo(4.8);
      }
    }

    /// At birth no pod of the workload may be available yet.
    @Test
    void readsItsWorkloadAgainUntilAllPodsAreAvailableAndSaysHowOldThatIs() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.use("300m");
        rig.api.deployment = json(FakeApiServer.deploymentOf(3, 0));
        rig.seconds(60);
        assertThat(deployment(rig).getInteger("available_replicas")).isZero();

        rig.api.deployment = json(FakeApiServer.deploymentOf(3, 3));
        rig.seconds(120);

        assertThat(deployment(rig).getInteger("available_replicas")).isEqualTo(3);
        var age = deployment(rig).getDouble("age_seconds");
        rig.seconds(60);
        assertThat(deployment(rig).getDouble("age_seconds")).isCloseTo(age + 60, within(0.001));
        var metric = rig.metric("metrics_sidecar_workload_age_seconds{" + LABELS + "}");
        assertThat(Double.parseDouble(metric)).isCloseTo(age + 60, within(0.001));
      }
    }

    private static JsonObject deployment(SidecarFixture rig) throws Exception {
      return new JsonObject(rig.get("/healthz").body()).getJsonObject("deployment");
    }

    @Test
    void readsItsTokenAgainAfterA401() throws Exception {
      var api = new FakeApiServer();
      var token = new AtomicReference<>("old");
      try (var rig = SidecarFixture.with(api, Map.of(), () -> api.access(token.get()))) {
        rig.use("300m");
        rig.second();
        var allowed = api.podMetrics;
        api.podMetrics =
            request ->
                ("Bearer new".equals(request.getHeader("Authorization")) ? allowed : status(401))
                    .to(request);
        token.set("new");
        rig.seconds(45);

        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble")).isNull();
        assertThat(
                api.asked().stream()
                    .filter(asked -> asked.path().endsWith(POD_METRICS))
                    .map(FakeApiServer.Asked::authorization)
                    .distinct())
            .containsExactly("Bearer old", "Bearer new");
      }
    }

    @Test
    void readsItsTokenAgainEveryMinute() throws Exception {
      var api = new FakeApiServer();
      var token = new AtomicReference<>("old");
      try (var rig = SidecarFixture.with(api, Map.of(), () -> api.access(token.get()))) {
        rig.use("300m");
        rig.second();
        token.set("new");
        rig.time.pass(Duration.ofSeconds(90));

        assertThat(api.asked().getLast().authorization()).isEqualTo("Bearer new");
      }
    }

    @Test
    void waitsAsLongAsItIsTold() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.api.podMetrics =
            request -> request.response().setStatusCode(429).putHeader("Retry-After", "100").end();
        rig.time.pass(Duration.ofSeconds(99));
        assertThat(rig.api.count(SAMPLES)).isEqualTo(1);

        rig.time.pass(Duration.ofSeconds(2));
        assertThat(rig.api.count(SAMPLES)).isEqualTo(2);
      }
    }

    @Test
    void isNotBlindedForHours() throws Exception {
      try (var rig = SidecarFixture.started()) {
        rig.api.podMetrics =
            request -> request.response().setStatusCode(429).putHeader("Retry-After", "9999").end();
        rig.time.pass(Duration.ofSeconds(301));

        assertThat(rig.api.count(SAMPLES)).isEqualTo(2);
      }
    }

    @Test
    void trustsOnlyItsAuthority() throws Exception {
      var api = new FakeApiServer();
      var access = new ApiAccess("127.0.0.1", api.port(), null, "token", null, null, false);
      try (var rig = SidecarFixture.with(api, Map.of(), () -> access)) {
        rig.use("300m");
        rig.seconds(5);

        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble"))
            .startsWith("the API server cannot be reached: ");
        assertThat(api.asked()).isEmpty();
      }
    }

    @Test
    void saysThatItsTokenCannotBeRead() throws Exception {
      var api = new FakeApiServer();
      ApiAccess.Source access =
          () -> {
            throw new IOException("cannot read token of the token volume");
          };
      try (var rig = SidecarFixture.with(api, Map.of(), access)) {
        rig.seconds(5);

        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble"))
            .isEqualTo("the API server cannot be reached: cannot read token of the token volume");
        assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
      }
    }

    /// The volume of the token is read with blocking calls, which may never return.
    @Test
    void samplesComeAgainAfterItsTokenCouldNotBeReadForLong() throws Exception {
      var api = new FakeApiServer();
      var reads = new AtomicInteger();
      var readable = new CountDownLatch(1);
      ApiAccess.Source access =
          () -> {
            reads.incrementAndGet();
            await(readable);
            return api.access("token");
          };
      try (var rig = SidecarFixture.impatient(api, access, Duration.ofSeconds(1))) {
        rig.use("300m");
        rig.time.pass(Duration.ofSeconds(1));
        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble"))
            .startsWith("the API server cannot be reached: ");
        assertThat(reads).hasValue(1);

        readable.countDown();
        assertThat(rig.until("ACTIVE", 120)).isLessThan(120);
      } finally {
        readable.countDown();
      }
    }

    @Test
    void speaksToAnIpv6AddressWithBracketsInItsHost() throws Exception {
      assumeTrue(hasIpv6(), "this machine has no IPv6 loopback address");
      var api = new FakeApiServer("::1");
      var ca = TestCertificate.LOOPBACK.certificate();
      var access = new ApiAccess("::1", api.port(), ca, "token", null, null, false);
      try (var rig = SidecarFixture.with(api, Map.of(), () -> access)) {
        rig.use("300m");
        rig.seconds(2);

        assertThat(rig.explain().getJsonObject("inputs").getString("metrics_trouble")).isNull();
        assertThat(api.asked().getFirst().host()).isEqualTo("[::1]:" + api.port());
      }
    }

    private static void await(CountDownLatch latch) throws IOException {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    private static boolean hasIpv6() {
      try (var _ = new ServerSocket(0, 1, InetAddress.getAllByName("::1")[0])) {
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }

  @Nested
  class WithABadConfiguration {
    @Test
    void servesAndSaysAllThatIsWrongInOneMessage() throws Exception {
      var bad = Map.of("POD_NAME", "", "POLL_INTERVAL", "15", "SHED_MODE", "on");
      try (var rig = SidecarFixture.with(bad)) {
        var health = rig.get("/healthz");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(health.body()).getString("message"))
            .isEqualTo(
                "the configuration is not valid: POD_NAME is missing: expected the name of the"
                    + " pod; SHED_MODE is \"on\": expected one of auto, enforce, observe, local;"
                    + " POLL_INTERVAL is \"15\": expected a duration from 1s to 300s, such as 15s");
        assertThat(rig.state()).isEqualTo("DISABLED");
        assertThat(rig.explain().getString("would_change"))
            .isEqualTo("a valid configuration and a restart");
        assertThat(rig.metric("metrics_sidecar_config_valid{" + LABELS + "}")).isEqualTo("0");
        assertThat(rig.get("/livez").statusCode()).isEqualTo(200);
        assertThat(rig.api.asked()).isEmpty();
      }
    }
  }
}
