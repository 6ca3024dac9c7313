package io.metricssidecar.webhook.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.webhook.server.body.Malformed;
import io.metricssidecar.webhook.server.body.TooLarge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Reviews as an API server sends them, and pods as it stores them after the answers.
public final class TestReviews {
  public static final String UID = "705ab4f5-6393-11e8-b7cc-42010a800002";

  /// A review of the creation of a pod in the namespace that the pod names.
  public static ObjectNode creating(ObjectNode pod) {
    var review =
        Json.object().put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var request = review.putObject("request").put("uid", UID).put("operation", "CREATE");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.put("namespace", Json.text(pod, "/metadata/namespace").orElse("default"));
    request.set("object", pod);
    return review;
  }

  /// The answer of the real handler to a review of a pod that opts in itself.
  static JsonNode answer(ObjectNode review, InjectionOptions options) {
    return answer(review, OptIn.POD, options);
  }

  /// The answer of the real handler.
  static JsonNode answer(ObjectNode review, OptIn optIn, InjectionOptions options) {
    try {
      var handler = new AdmissionHandler(optIn, _ -> options, new WebhookMetrics());
      return Json.MAPPER.readTree(Json.bytes(handler.review(Json.bytes(review)).answer()));
    } catch (Malformed | TooLarge | IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The pod after the answer's patch.
  static ObjectNode patched(ObjectNode pod, JsonNode answer) {
    var patch = answer.at("/response/patch");
    if (patch.isMissingNode()) {
      return pod;
    }
    try {
      var operations = Json.MAPPER.readTree(Base64.getDecoder().decode(patch.textValue()));
      return (ObjectNode) JsonPatch.apply(operations, pod.deepCopy());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The pod after a review of its creation.
  public static ObjectNode inject(ObjectNode pod, OptIn optIn, InjectionOptions options) {
    return patched(pod, answer(creating(pod), optIn, options));
  }

  /// The golden pod after a review of its creation.
  static ObjectNode inject(GoldenPod golden) {
    return inject(golden.pod(), golden.optIn(), golden.options());
  }

  /// The answer to a golden pod without its patch, and the pod after the patch.
  static String outcome(GoldenPod golden) {
    var answer = answer(creating(golden.pod()), golden.optIn(), golden.options());
    var response = answer.get("response").deepCopy();
    ((ObjectNode) response).remove("patch");
    var outcome = Json.object();
    outcome.set("response", response);
    outcome.set("pod", patched(golden.pod(), answer));
    return GoldenPod.yaml(outcome);
  }

  static List<String> warnings(JsonNode answer) {
    var warnings = new ArrayList<String>();
    answer.at("/response/warnings").forEach(warning -> warnings.add(warning.textValue()));
    return warnings;
  }

  private TestReviews() {}
}
