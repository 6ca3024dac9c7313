package io.metricssidecar.decision;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.metricssidecar.testing.architecture.AmbientCalls;
import org.junit.jupiter.api.Test;

class DecisionArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.metricssidecar.decision");

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
    noClasses().should().callCodeUnitWhere(AmbientCalls.ANY).check(CLASSES);
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
