package io.metricssidecar.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              "io.metricssidecar.webhook",
              "io.metricssidecar.cluster",
              "io.metricssidecar.injection");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.metricssidecar.(*.*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheRootPackageKnowsHowTheProcessIsPutTogether() {
    noClasses()
        .that()
        .resideInAnyPackage("io.metricssidecar.webhook.*..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.metricssidecar.webhook")
        .check(CLASSES);
  }

  @Test
  void theWebhookKnowsNothingOfTheController() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.metricssidecar.controller..")
        .check(CLASSES);
  }
}
