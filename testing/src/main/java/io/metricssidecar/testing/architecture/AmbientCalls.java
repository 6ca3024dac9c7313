package io.metricssidecar.testing.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/// Calls whose result depends on when and where they are made. A module whose decisions are
/// functions of values makes none of them: time, environment and chance are its parameters.
public final class AmbientCalls {
  /// Calls that read the clock, the environment or a random number; of [System] all but
  /// `arraycopy`.
  public static final DescribedPredicate<JavaCall<?>> ANY =
      DescribedPredicate.describe(
          "read the clock, the environment or a random number",
          call -> {
            var owner = call.getTargetOwner();
            var name = call.getName();
            return (owner.isEquivalentTo(System.class) && !name.equals("arraycopy"))
                || (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
                || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
                || (owner.isEquivalentTo(Instant.class) && name.equals("now"))
                || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                || owner.isAssignableTo(Random.class);
          });

  private AmbientCalls() {}
}
