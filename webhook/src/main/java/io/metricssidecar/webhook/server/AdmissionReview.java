package io.metricssidecar.webhook.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;
import io.metricssidecar.webhook.server.body.Malformed;
import io.metricssidecar.webhook.server.body.ReviewTree;
import io.metricssidecar.webhook.server.body.TooLarge;
import java.util.List;
import java.util.regex.Pattern;

/// The format of admission reviews and their answers: `AdmissionReview` of `admission.k8s.io/v1`.
final class AdmissionReview {
  private static final String API_VERSION = "admission.k8s.io/v1";
  private static final String KIND = "AdmissionReview";

  /// The API server truncates longer warnings, and omits all after 4096 characters in total.
  private static final int MAX_WARNING_LENGTH = 256;

  private static final int MAX_WARNINGS = 16;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /// Parses a review.
  ///
  /// @param optIn the entry whose path it was sent to
  /// @throws Malformed if the body is not an admission review
  /// @throws TooLarge if it exceeds a limit
  static AdmissionRequest read(byte[] body, OptIn optIn) throws Malformed, TooLarge {
    var review = ReviewTree.read(body);
    if (!Json.text(review, "/apiVersion").orElse("").equals(API_VERSION)
        || !Json.text(review, "/kind").orElse("").equals(KIND)) {
      throw new Malformed("expected an AdmissionReview of admission.k8s.io/v1");
    }
    var uid = Json.text(review, "/request/uid").orElse("");
    if (uid.isEmpty()) {
      throw new Malformed("expected a text in request.uid");
    }
    var created = isCreationOfPod(review);
    var object = Json.at(review, "/request/object");
    if (created && !object.isObject()) {
      throw new Malformed("expected a pod in request.object");
    }
    return new AdmissionRequest(
        uid,
        Json.text(review, "/request/namespace").orElse(""),
        optIn,
        created,
        PodView.of(object instanceof ObjectNode pod ? pod : Json.object()));
  }

  private static boolean isCreationOfPod(JsonNode review) {
    return Json.text(review, "/request/operation").orElse("").equals("CREATE")
        && Json.text(review, "/request/kind/group").orElse("").isEmpty()
        && Json.text(review, "/request/kind/kind").orElse("").equals("Pod")
        && Json.text(review, "/request/subResource").orElse("").isEmpty();
  }

  /// The answer that admits a pod.
  ///
  /// @param operations on the pod; empty for none
  static ObjectNode allowed(String uid, ArrayNode operations, List<String> warnings) {
    var review = Json.object();
    var response = response(review, uid, warnings).put("allowed", true);
    if (!operations.isEmpty()) {
      response.put("patchType", "JSONPatch");
      // Written in Base64.
      response.put("patch", Json.bytes(operations));
    }
    return review;
  }

  /// The answer that denies a pod.
  static ObjectNode denied(String uid, String message) {
    var review = Json.object();
    var response = response(review, uid, List.of()).put("allowed", false);
    response
        .putObject("status")
        .put("code", 400)
        .put("reason", "BadRequest")
        .put("message", message);
    return review;
  }

  private static ObjectNode response(ObjectNode review, String uid, List<String> warnings) {
    review.put("apiVersion", API_VERSION).put("kind", KIND);
    var response = review.putObject("response").put("uid", uid);
    if (!warnings.isEmpty()) {
      var array = response.putArray("warnings");
      warnings.stream().limit(MAX_WARNINGS).map(AdmissionReview::warning).forEach(array::add);
    }
    return response;
  }

  /// A sentence as an HTTP header value: the API server drops a warning with control characters.
  private static String warning(String sentence) {
    var clean = "metrics-sidecar: " + CONTROL.matcher(sentence).replaceAll(" ");
    return clean.length() <= MAX_WARNING_LENGTH
        ? clean
        : clean.substring(0, MAX_WARNING_LENGTH - 1) + "…";
  }

  private AdmissionReview() {}
}
