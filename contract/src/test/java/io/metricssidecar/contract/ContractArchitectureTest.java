package io.metricssidecar.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ContractArchitectureTest {
  private static final JavaClasses CONTRACT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.metricssidecar.contract");

  @Test
  void dependsOnTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify.annotations", "io.metricssidecar.contract..")
        .check(CONTRACT);
  }

  @Test
  void readsNoClockAndNoEnvironment() {
    noClasses()
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CONTRACT);
  }

  @Test
  void theFormatsKnowNothingOfTheRest() {
    noClasses()
        .that()
        .resideInAPackage("..exposition..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.metricssidecar.contract")
        .check(CONTRACT);
  }
}
