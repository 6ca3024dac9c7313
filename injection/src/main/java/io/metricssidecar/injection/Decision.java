package io.metricssidecar.injection;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.container.Injection;
import java.util.List;
import java.util.stream.Stream;

/// The result of the injection policy for one pod.
public sealed interface Decision {
  /// Problems and warnings about the pod.
  Findings findings();

  /// The pod gets the sidecar.
  record Inject(Injection injection, Findings findings) implements Decision {
    public Inject {
      requireNonNull(injection, "injection is null");
      requireNonNull(findings, "findings is null");
    }
  }

  /// The pod is admitted without the sidecar.
  record Skip(SkipReason reason, Findings findings) implements Decision {
    public Skip {
      requireNonNull(reason, "reason is null");
      requireNonNull(findings, "findings is null");
    }
  }

  /// The pod is denied, because the installation is strict and the annotations are invalid.
  record Deny(Findings findings) implements Decision {
    public Deny {
      requireNonNull(findings, "findings is null");
    }
  }

  /// Problems and warnings about a pod, besides the decision itself.
  ///
  /// @param problems invalid annotations, each of which was replaced by its default
  /// @param warnings whole sentences on what is valid but may surprise the user
  record Findings(List<Problem> problems, List<String> warnings) {
    /// No problem and no warning.
    static final Findings NONE = new Findings(List.of(), List.of());

    public Findings {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }

    /// All findings as sentences, problems first.
    public List<String> sentences() {
      return Stream.concat(problems.stream().map(Problem::message), warnings.stream()).toList();
    }
  }
}
