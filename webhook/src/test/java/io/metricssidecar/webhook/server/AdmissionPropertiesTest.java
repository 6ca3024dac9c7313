package io.metricssidecar.webhook.server;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Names;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gens;
import io.metricssidecar.webhook.server.ReviewOutcome.Result;
import io.metricssidecar.webhook.server.body.Excess;
import io.metricssidecar.webhook.server.body.Malformed;
import io.metricssidecar.webhook.server.body.TooLarge;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Any pod at all, through the real handler from the bytes of a review to those of its answer.
class AdmissionPropertiesTest {
  private static final Set<String> WORDS =
      Set.of(
          "native",
          "strict",
          "pull-secrets",
          "fixed-image",
          "no-mesh-annotations",
          "defaults",
          "namespace-mistakes",
          "locked");

  @Test
  void everyPodIsAnsweredWithAPatchThatFitsAndLosesNothing() {
    var results = new Tally<Result>();
    forAll(Gens.longs(), 10_000, seed -> results.add(reviewed(Case.of(seed))));
    results.assertMoreThan(Result.INJECTED, 20);
    results.assertMoreThan(Result.SKIPPED, 10);
    results.assertMoreThan(Result.DENIED, 5);
  }

  private static Result reviewed(Case generated) throws Exception {
    var outcome = generated.review(generated.pod());

    var answer = sent(outcome);
    assertValid(answer);
    assertThat(outcome.result()).isNotEqualTo(Result.ERROR);
    var after = TestReviews.patched(generated.pod(), answer);
    OwnerContent.assertPreserved(generated.pod(), after);
    assertThat(TestReviews.patched(after, sent(generated.review(after)))).isEqualTo(after);
    if (outcome.result() == Result.INJECTED) {
      assertFits(PodView.of(generated.pod()), PodView.of(after));
    }
    return outcome.result();
  }

  @Test
  void brokenReviewsAreRefusedOrAnsweredAndNeverFail() {
    var answered = new Tally<Boolean>();
    forAll(Gens.longs(), 10_000, seed -> answered.add(isAnswered(seed)));
    answered.assertMoreThan(true, 10);
    answered.assertMoreThan(false, 50);
  }

  private static boolean isAnswered(long seed) throws Exception {
    var generated = Case.of(seed);
    var bytes = broken(Json.bytes(TestReviews.creating(generated.pod())), new Random(seed));

    try {
      assertThat(generated.handler().review(bytes).result()).isNotEqualTo(Result.ERROR);
      return true;
    } catch (Malformed e) {
      assertThat(e.line()).startsWith("expected ");
      return false;
    } catch (TooLarge e) {
      assertThat(e.excess()).isEqualTo(Excess.DEPTH);
      return false;
    }
  }

  /// A few bytes changed, or the end cut off.
  private static byte[] broken(byte[] review, Random random) {
    if (random.nextInt(3) == 0) {
      return Arrays.copyOf(review, random.nextInt(review.length));
    }
    var bytes = review.clone();
    for (var count = 1 + random.nextInt(4); count > 0; count--) {
      bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:0-tnx\u00ff".charAt(random.nextInt(13));
    }
    return bytes;
  }

  private static JsonNode sent(ReviewOutcome outcome) throws IOException {
    return Json.MAPPER.readTree(Json.bytes(outcome.answer()));
  }

  /// A valid `AdmissionReview` of `admission.k8s.io/v1` that answers ours.
  private static void assertValid(JsonNode answer) throws IOException {
    var response = answer.path("response");
    assertThat(answer.path("apiVersion").textValue()).isEqualTo("admission.k8s.io/v1");
    assertThat(answer.path("kind").textValue()).isEqualTo("AdmissionReview");
    assertThat(response.path("uid").textValue()).isEqualTo(TestReviews.UID);
    assertThat(response.path("allowed").isBoolean()).isTrue();
    assertThat(response.has("status")).isEqualTo(!response.path("allowed").booleanValue());
    assertThat(response.has("patch")).isEqualTo(response.has("patchType"));
    for (var warning : response.path("warnings")) {
      assertThat(warning.textValue())
          .hasSizeLessThanOrEqualTo(256)
          .doesNotContainPattern("\\p{Cntrl}");
    }
    if (response.has("patch")) {
      assertThat(response.path("patchType").textValue()).isEqualTo("JSONPatch");
      var patch = Base64.getDecoder().decode(response.path("patch").textValue());
      for (var operation : Json.MAPPER.readTree(patch)) {
        assertThat(operation.path("op").textValue()).isEqualTo("add");
      }
    }
  }

  /// What would keep the pod from starting, or from being ready.
  private static void assertFits(PodView before, PodView after) {
    var ours = after.container(Names.CONTAINER).orElseThrow();
    var env = ours.json().path("env").findValuesAsText("name");
    assertThat(after.container(Names.CONTAINER)).isNotEqualTo(before.container(Names.CONTAINER));
    assertThat(env).doesNotHaveDuplicates();
    assertThat(before.allContainers().stream().flatMap(container -> container.tcpPorts().stream()))
        .doesNotContain(ours.json().at("/ports/0/containerPort").intValue());
    for (var resource : Set.of("cpu", "memory")) {
      var limit = ours.limit(resource);
      var request = ContainerView.quantity(ours.json(), "/resources/requests/" + resource);
      assertThat(request.isPresent()).isEqualTo(limit.isPresent());
      request.ifPresent(
          amount -> assertThat(amount.value()).isLessThanOrEqualTo(limit.orElseThrow().value()));
    }
  }

  /// One review of a generated pod.
  ///
  /// @param pod as its owner wrote it
  /// @param optIn the entry that sends the review
  /// @param options of the installation
  private record Case(ObjectNode pod, OptIn optIn, InjectionOptions options) {
    private static Case of(long seed) {
      var random = new Random(seed);
      var pod = PodGenerator.generate(random);
      var words = new HashSet<String>();
      WORDS.stream().sorted().filter(_ -> random.nextInt(4) == 0).forEach(words::add);
      var optIn = random.nextInt(4) == 0 ? OptIn.NAMESPACE : OptIn.POD;
      return new Case(pod, optIn, TestOptions.of(words));
    }

    private AdmissionHandler handler() {
      return new AdmissionHandler(optIn, _ -> options, new WebhookMetrics());
    }

    private ReviewOutcome review(ObjectNode reviewed) throws Malformed, TooLarge {
      return handler().review(Json.bytes(TestReviews.creating(reviewed)));
    }
  }
}
