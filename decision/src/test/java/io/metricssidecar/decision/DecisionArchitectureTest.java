package io.metricssidecar.decision;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecisionArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.metricssidecar.decision");

  /// Calls that make a decision depend on when and where it is taken.
  private static final DescribedPredicate<JavaCall<?>> AMBIENT =
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

  @Test
  void decisionsKnowNoServerNoClientAndNoLogger() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..", "org.slf4j..", "io.fabric8..", "io.netty..", "com.fasterxml..")
        .check(CLASSES);
  }

  @Test
  void timeEnvironmentAndChanceAreParameters() {
    noClasses().should().callCodeUnitWhere(AMBIENT).check(CLASSES);
  }

  @Test
  void theStateMachineKnowsNothingOfTheBudget() {
    noClasses()
        .that()
        .resideInAPackage("io.metricssidecar.decision.overload")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.metricssidecar.decision.budget", "io.metricssidecar.decision.samples")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.metricssidecar.decision.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
