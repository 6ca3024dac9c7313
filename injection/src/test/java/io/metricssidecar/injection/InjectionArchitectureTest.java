package io.metricssidecar.injection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.metricssidecar.testing.architecture.AmbientCalls;
import org.junit.jupiter.api.Test;

class InjectionArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.metricssidecar.injection");

  @Test
  void decisionsKnowNoServerNoClientAndNoLogger() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "org.slf4j..", "io.fabric8.kubernetes..", "io.netty..")
        .check(CLASSES);
  }

  @Test
  void timeEnvironmentAndChanceAreParameters() {
    noClasses().should().callCodeUnitWhere(AmbientCalls.ANY).check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.metricssidecar.injection.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
