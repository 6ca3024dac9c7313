package io.metricssidecar.simulation.world;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.metricssidecar.testing.architecture.AmbientCalls;
import org.junit.jupiter.api.Test;

class WorldArchitectureTest {
  private static final JavaClasses WORLD =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.metricssidecar.simulation.world");

  @Test
  void needsTheJdkAndTheShippedDecisionsAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.time",
            "java.util",
            "java.util.function",
            "java.util.random",
            "java.util.stream",
            "org.jspecify.annotations",
            "io.metricssidecar.contract..",
            "io.metricssidecar.decision..",
            "io.metricssidecar.simulation.world..")
        .check(WORLD);
  }

  @Test
  void timeEnvironmentAndChanceAreItsOwn() {
    noClasses().should().callCodeUnitWhere(AmbientCalls.ANY).check(WORLD);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("io.metricssidecar.simulation.world.(*)..")
        .should()
        .beFreeOfCycles()
        .check(WORLD);
  }
}
