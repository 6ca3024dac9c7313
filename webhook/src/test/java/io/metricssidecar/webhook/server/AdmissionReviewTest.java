package io.metricssidecar.webhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.webhook.server.body.Malformed;
import io.metricssidecar.webhook.server.body.TooLarge;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AdmissionReviewTest {
  @Test
  void refusesWhatIsNoJson() {
    assertThat(problem("")).isEqualTo("expected an AdmissionReview of admission.k8s.io/v1");
    assertThat(problem("{")).isEqualTo("expected JSON");
    assertThat(problem("{} {}")).isEqualTo("expected JSON");
    assertThat(problem("[".repeat(60))).isEqualTo("expected JSON");
    assertThat(problem("\u0000")).isEqualTo("expected JSON");
  }

  /// The last one of two was taken before; an API server sends none twice.
  @Test
  void refusesAMemberThatComesTwice() {
    var line = "expected no member twice";

    for (var twice :
        List.of(
            "\"kind\":\"AdmissionReview\",\"kind\":\"AdmissionReview\"",
            "\"request\":{\"uid\":\"a\",\"uid\":\"b\"}",
            "\"request\":{\"object\":{},\"object\":{}}",
            "\"request\":{\"object\":{\"metadata\":{\"labels\":{\"a\":\"\",\"a\":\"\"}}}}",
            "\"request\":{\"object\":{\"spec\":{\"containers\":[{\"name\":\"\",\"name\":\"\"}]}}}")) {
      assertThat(problem("{" + twice + "}")).as(twice).isEqualTo(line);
    }
  }

  @Test
  void refusesAnotherVersionAndAnotherKind() {
    var line = "expected an AdmissionReview of admission.k8s.io/v1";

    assertThat(problem(review -> review.put("apiVersion", "admission.k8s.io/v1beta1")))
        .isEqualTo(line);
    assertThat(problem(review -> review.put("kind", "Pod"))).isEqualTo(line);
    assertThat(problem(review -> review.put("kind", 7))).isEqualTo(line);
  }

  @Test
  void refusesAReviewWithoutUid() {
    assertThat(problem(review -> review.withObjectProperty("request").remove("uid")))
        .isEqualTo("expected a text in request.uid");
    assertThat(problem(review -> review.remove("request")))
        .isEqualTo("expected a text in request.uid");
  }

  @Test
  void refusesACreationWithoutPod() {
    assertThat(problem(review -> review.withObjectProperty("request").put("object", "pod")))
        .isEqualTo("expected a pod in request.object");
    assertThat(problem(review -> review.withObjectProperty("request").putNull("object")))
        .isEqualTo("expected a pod in request.object");
  }

  @Test
  void admitsWhatIsNotTheCreationOfAPodAsItIs() {
    for (var change :
        List.<Consumer<ObjectNode>>of(
            request -> request.put("operation", "UPDATE"),
            request -> request.put("operation", "DELETE").remove("object"),
            request -> request.put("subResource", "ephemeralcontainers"),
            request -> request.withObjectProperty("kind").put("kind", "Service"),
            request -> request.withObjectProperty("kind").put("group", "apps"))) {
      var review = TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod());
      change.accept(review.withObjectProperty("request"));

      assertThat(TestReviews.answer(review, TestOptions.PLAIN))
          .hasToString(
              """
              {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"%s","allowed":true}}"""
                  .formatted(TestReviews.UID));
    }
  }

  @Test
  void takesTheNamespaceOfTheRequestNotOfThePod() {
    var review = TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod());
    review.withObjectProperty("request").put("namespace", "kube-system");

    assertThat(TestReviews.warnings(TestReviews.answer(review, TestOptions.PLAIN)))
        .containsExactly(
            "metrics-sidecar: the pod gets no sidecar because pods of this namespace are never"
                + " changed");
  }

  /// `sideEffects: None`: the API server sends dry runs too, and an answer changes nothing.
  @Test
  void answersADryRunLikeAnyOtherReview() {
    var review = TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod());
    var dry = review.deepCopy();
    dry.withObjectProperty("request").put("dryRun", true);

    assertThat(TestReviews.answer(dry, TestOptions.PLAIN))
        .isEqualTo(TestReviews.answer(review, TestOptions.PLAIN));
  }

  @Test
  void saysWarningsAsTheApiServerPassesThemOn() {
    var golden = GoldenPod.read("pod-of-a-deployment");
    golden
        .pod()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("metrics-sidecar/warm-up", "a\nb\t" + "c".repeat(300))
        .put("metrics-sidecar/" + "x".repeat(300), "");

    assertThat(
            TestReviews.warnings(
                TestReviews.answer(TestReviews.creating(golden.pod()), TestOptions.PLAIN)))
        .hasSize(2)
        .allSatisfy(
            warning ->
                assertThat(warning)
                    .hasSizeLessThanOrEqualTo(256)
                    .doesNotMatch("(?s).*\\p{Cntrl}.*"));
  }

  private static String problem(Consumer<ObjectNode> change) {
    var review = TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod());
    change.accept(review);
    return problem(review.toString());
  }

  private static String problem(String body) {
    try {
      AdmissionReview.read(body.getBytes(UTF_8), OptIn.POD);
      return "";
    } catch (Malformed e) {
      return e.line();
    } catch (TooLarge e) {
      throw new AssertionError(e);
    }
  }
}
