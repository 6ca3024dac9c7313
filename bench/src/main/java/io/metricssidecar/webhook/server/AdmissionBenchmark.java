package io.metricssidecar.webhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.webhook.config.WebhookConfig;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// What one admission review costs, from the bytes of the request to those of the answer. The
/// baseline is what webhooks on a typed model do before they decide anything: read the review into
/// objects and write it again. Run by hand: `make bench`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AdmissionBenchmark {
  /// Environment variables of the pod's container: they make up the size of large pods.
  @Param({"0", "1000"})
  private int variables;

  private byte[] review = {};
  private final InjectionOptions options = options();
  private AdmissionHandler handler = handler();
  private final KubernetesSerialization typed = new KubernetesSerialization();

  /// Runs all and prints the ratio to the baseline.
  static void main() throws RunnerException {
    var results =
        new Runner(new OptionsBuilder().include(AdmissionBenchmark.class.getSimpleName()).build())
            .run();
    var scores =
        results.stream()
            .collect(
                Collectors.toMap(
                    result ->
                        result.getPrimaryResult().getLabel()
                            + result.getParams().getParam("variables"),
                    result -> result.getPrimaryResult().getScore()));
    for (var size : new String[] {"0", "1000"}) {
      var ours = scores.getOrDefault("admit" + size, Double.NaN);
      var baseline = scores.getOrDefault("typedRoundTrip" + size, Double.NaN);
      System.out.printf(
          "pod with %s variables: %.1f us a review, typed round trip %.1f us, ratio %.2f%n",
          size, ours, baseline, ours / baseline);
    }
  }

  /// Makes the review.
  @Setup
  public void prepare() {
    var env =
        IntStream.range(0, variables)
            .mapToObj(
                n ->
                    "{\"name\":\"VARIABLE_%d\",\"value\":\"some value of number %d\"}"
                        .formatted(n, n))
            .collect(Collectors.joining(","));
    review =
        """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE",
        "kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"shop","object":{"apiVersion":"v1","kind":"Pod",
        "metadata":{"generateName":"app-","annotations":{"metrics-sidecar/enabled":"true"}},
        "spec":{"containers":[{"name":"app","image":"app","env":[%s],"resources":{"limits":{"cpu":"1"}}}]}}}}
        """
            .formatted(env)
            .getBytes(UTF_8);
    handler = handler();
  }

  private AdmissionHandler handler() {
    return new AdmissionHandler(OptIn.POD, _ -> options, new WebhookMetrics());
  }

  private static InjectionOptions options() {
    try {
      return WebhookConfig.read(
              Map.of("SIDECAR_IMAGE", "metrics-sidecar:bench", "TLS_CERT", "x", "TLS_KEY", "x"))
          .injection();
    } catch (InvalidConfiguration e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ours.
  @Benchmark
  public byte[] admit() throws Exception {
    return Json.bytes(handler.review(review).answer());
  }

  /// The baseline.
  @Benchmark
  public byte[] typedRoundTrip() {
    var read = typed.unmarshal(new String(review, UTF_8), AdmissionReview.class);
    return typed.asJson(read).getBytes(UTF_8);
  }
}
