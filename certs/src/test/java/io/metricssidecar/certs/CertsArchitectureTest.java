package io.metricssidecar.certs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertsArchitectureTest {
  private static final JavaClasses CERTS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.metricssidecar.certs");

  /// Nested classes belong to the file they are written in.
  private static final SliceAssignment FILES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          return SliceIdentifier.of(javaClass.getName().split("\\$", -1)[0]);
        }

        @Override
        public String getDescription() {
          return "files";
        }
      };

  @Test
  void dependsOnTheJdkAndBouncyCastleAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.security.auth.x500",
            "org.bouncycastle..",
            "org.jspecify.annotations",
            "io.metricssidecar.certs..")
        .check(CERTS);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("io.metricssidecar.(**)").should().beFreeOfCycles().check(CERTS);
  }

  @Test
  void filesAreFreeOfCycles() {
    slices().assignedFrom(FILES).should().beFreeOfCycles().check(CERTS);
  }

  @Test
  void readsNoClockAndNoFile() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Files.class)
        .check(CERTS);
  }
}
