package io.metricssidecar.controller.injected;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.Decision;
import io.metricssidecar.injection.Decision.Findings;
import io.metricssidecar.injection.InjectionPolicy;
import io.metricssidecar.injection.SkipReason;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// A finding about the injection of a pod, to be reported to its workload. Injection is decided
/// once more, for a pod that was read back from the API server: neither the review nor the status
/// annotation is trusted.
///
/// @param reason of the Event
/// @param message of the Event; the same for all pods of a template
record InjectionFinding(String reason, String message) {
  /// Length of a message in characters: a part of what an Event can have (1,024), so that there is
  /// space for the number of Events that were left out.
  static final int MAX_MESSAGE = 960;

  InjectionFinding {
    message = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
  }

  /// A pod opted in and has no sidecar.
  static final String SKIPPED = "InjectionSkipped";

  /// Annotations cannot be read, so their defaults apply.
  static final String INVALID = "InvalidAnnotation";

  /// A valid setting may have an effect that the user does not expect.
  static final String WARNING = "InjectionWarning";

  /// The findings about a pod. The entry of the webhook configuration that sent its review is that
  /// of namespaces: for a pod with an annotation of its own both decide alike.
  ///
  /// @param pod as the API server holds it
  /// @param namespace of the pod
  /// @param options of the installation for the pods of this namespace
  static List<InjectionFinding> of(ObjectNode pod, String namespace, InjectionOptions options) {
    var view = PodView.of(pod);
    var injected = view.injected();
    var original = injected ? PodView.of(withoutOurs(pod)) : view;
    // The quotas count the pod by now: where it was injected, they had room.
    var present = injected ? options.in(options.namespace().withoutQuotas()) : options;
    var decision =
        InjectionPolicy.decide(
            new AdmissionRequest("", namespace, OptIn.NAMESPACE, true, original), present);
    return switch (decision) {
      case Decision.Skip(var reason, var findings) when !injected && reason.reported() ->
          List.of(new InjectionFinding(SKIPPED, skipped(reason, findings)));
      case Decision.Inject(_, var findings) when injected -> annotationFindings(findings);
      case Decision.Skip _, Decision.Inject _, Decision.Deny _ -> List.of();
    };
  }

  private static String skipped(SkipReason reason, Findings findings) {
    var sentences = new ArrayList<String>();
    sentences.add("No sidecar because " + reason.sentence());
    sentences.addAll(findings.sentences());
    return String.join("; ", sentences);
  }

  private static List<InjectionFinding> annotationFindings(Findings findings) {
    var found = new ArrayList<InjectionFinding>();
    if (!findings.problems().isEmpty()) {
      var messages = findings.problems().stream().map(Problem::message).toList();
      found.add(new InjectionFinding(INVALID, String.join("; ", messages)));
    }
    if (!findings.warnings().isEmpty()) {
      found.add(new InjectionFinding(WARNING, String.join("; ", findings.warnings())));
    }
    return found;
  }

  /// The pod before injection, as far as the decision depends on it.
  private static ObjectNode withoutOurs(ObjectNode pod) {
    var copy = pod.deepCopy();
    remove(copy, "/spec/containers", Names.CONTAINER);
    remove(copy, "/spec/initContainers", Names.CONTAINER);
    remove(copy, "/spec/volumes", Names.TOKEN_VOLUME);
    return copy;
  }

  private static void remove(ObjectNode pod, String array, String name) {
    if (pod.at(array) instanceof ArrayNode elements) {
      elements.removeIf(element -> Json.text(element, "/name").orElse("").equals(name));
    }
  }
}
