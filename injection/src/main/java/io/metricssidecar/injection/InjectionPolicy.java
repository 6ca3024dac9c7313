package io.metricssidecar.injection;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.Decision.Findings;
import io.metricssidecar.injection.annotations.InjectionAnnotation;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.OnProblem;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodOwner;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The decision on a pod that asks for admission: a pure function of the request and the options.
/// The reasons to skip a pod are asked in the order of [SkipReason]; a pod that none of them keeps
/// from the sidecar gets it.
public final class InjectionPolicy {
  private static final List<SkipReason> REASONS = List.of(SkipReason.values());

  private final AdmissionRequest request;
  private final InjectionOptions options;
  private final @Nullable String enabled;
  private @Nullable SidecarFitting fitting;

  private InjectionPolicy(AdmissionRequest request, InjectionOptions options) {
    this.request = requireNonNull(request, "request is null");
    this.options = requireNonNull(options, "options is null");
    this.enabled = request.pod().annotations().get(Annotations.ENABLED);
  }

  /// Decides on a request. A pod with invalid annotations is denied where the installation is
  /// strict and the annotations concern the sidecar.
  public static Decision decide(AdmissionRequest request, InjectionOptions options) {
    var decision = new InjectionPolicy(request, options).decide();
    var denied =
        options.rules().onProblem() == OnProblem.DENY && !decision.findings().problems().isEmpty();
    return denied ? new Decision.Deny(decision.findings()) : decision;
  }

  private Decision decide() {
    for (var reason : REASONS) {
      if (applies(reason)) {
        return new Decision.Skip(reason, findings(reason));
      }
    }
    return fitting().inject();
  }

  /// Whether a reason keeps the pod from the sidecar, where none of the reasons before it does.
  private boolean applies(SkipReason reason) {
    var pod = request.pod();
    return switch (reason) {
      case NOT_A_NEW_POD -> !request.newPod();
      case NOT_REQUESTED -> enabled == null && request.optIn() == OptIn.POD;
      case OPTED_OUT -> "false".equals(enabled);
      case MIRROR_POD -> pod.isStaticPod();
      case DENIED_NAMESPACE -> options.rules().deniedNamespaces().contains(request.namespace());
      case ALREADY_INJECTED -> pod.injected();
      case MALFORMED_POD -> !pod.wellFormed();
      case ANNOTATIONS_FULL -> !pod.hasAnnotationSpace();
      case INVALID_ENABLED -> enabled != null && !enabled.equals("true");
      case WINDOWS -> pod.runsOnWindows();
      case OTHER_ARCHITECTURE -> fitting().otherArchitecture();
      case HOST_NETWORK -> pod.usesHostNetwork();
      case NO_CONTROLLER -> notAskedByItself() && owner() == PodOwner.NONE;
      case NO_SERVICE_TRAFFIC -> notAskedByItself() && pod.runsToCompletion();
      case COMPLETES -> pod.runsToCompletion() && fitting().placement() == Placement.CONTAINER;
      case UNKNOWN_OWNER -> notAskedByItself() && owner() == PodOwner.UNKNOWN;
      case VOLUME_NAME_TAKEN -> pod.hasVolume(Names.TOKEN_VOLUME);
      case NO_CONTAINER -> pod.containers().isEmpty();
      case NO_SUCH_CONTAINER -> fitting().measured().isEmpty();
      case NO_FREE_PORT -> fitting().port().isEmpty();
      case MESH_PROXY_FIRST -> fitting().proxyInterceptsPort();
      case LIMIT_RANGE -> fitting().limitRangeRefusal().isPresent();
      case QUOTA -> fitting().quotaRefusal().isPresent();
    };
  }

  /// Whether only the namespace asks for the sidecar: a pod that asks by its own annotation gets it
  /// for its metrics even if it is never shed.
  private boolean notAskedByItself() {
    return enabled == null;
  }

  private PodOwner owner() {
    return request.pod().owner(options.rules().customKinds());
  }

  /// The findings on a skipped pod. Annotations are read only where the pod asks for the sidecar
  /// and may be changed, which all reasons before [SkipReason#INVALID_ENABLED] rule out.
  private Findings findings(SkipReason reason) {
    if (reason.compareTo(SkipReason.INVALID_ENABLED) < 0) {
      return Findings.NONE;
    }
    return reason == SkipReason.INVALID_ENABLED
        ? new Findings(
            List.of(
                new Problem(
                    Annotations.ENABLED, enabled, InjectionAnnotation.ENABLED.parser().expected())),
            List.of())
        : fitting().annotationFindings(detail(reason));
  }

  /// What the sentence of a reason leaves open; empty for most of them.
  private Optional<String> detail(SkipReason reason) {
    return switch (reason) {
      case LIMIT_RANGE -> fitting().limitRangeRefusal();
      case QUOTA -> fitting().quotaRefusal();
      default -> Optional.empty();
    };
  }

  /// Made when first needed, because anyone may send a review of a pod that is expensive to read.
  private SidecarFitting fitting() {
    var made = fitting;
    if (made == null) {
      made = SidecarFitting.of(request.pod(), options);
      fitting = made;
    }
    return made;
  }
}
