package io.metricssidecar.injection;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.injection.container.Injection;

/// What becomes of a pod that asks for admission.
public sealed interface Decision {
  /// What there is to say about it.
  Findings remarks();

  /// It gets the sidecar.
  record Inject(Injection injection, Findings remarks) implements Decision {
    public Inject {
      requireNonNull(injection, "injection is null");
      requireNonNull(remarks, "remarks is null");
    }
  }

  /// It is admitted as it is.
  record Skip(SkipReason reason, Findings remarks) implements Decision {
    public Skip {
      requireNonNull(reason, "reason is null");
      requireNonNull(remarks, "remarks is null");
    }
  }

  /// It is refused, because the installation is strict and the annotations are wrong.
  record Deny(Findings remarks) implements Decision {
    public Deny {
      requireNonNull(remarks, "remarks is null");
    }
  }
}
