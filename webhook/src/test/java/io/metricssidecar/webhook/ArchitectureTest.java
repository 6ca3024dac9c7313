package io.metricssidecar.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  /// What decides. It gets all it needs as parameters.
  private static final Pattern CORE =
      Pattern.compile(
          "io\\.metricssidecar\\.webhook\\.(InjectionPolicy|Fitting|AnnotationsReader|Mesh|MeshPorts|PortList|IstioProxy|Decision|PodPatch|PodView|ContainerView"
              + "|ContainerPatch|SidecarContainer|SidecarEnv|PodAnnotations|Admission|AdmissionReview"
              + "|MeasuredContainer|InjectionNotice|Status|Requirement|ServerVersion"
              + "|access\\.(AccessPlan|AccessObjects|AccessState|SidecarPod)"
              + "|budget\\.(BudgetPlan|BudgetState|BudgetLease|BudgetAction|HeldSlot|LeaseName|Member"
              + "|Question|Verdict|SlotChange|SlotEvent)"
              + "|events\\.(Notice|TokenBucket))(\\$.*)?");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.metricssidecar.webhook");

  @Test
  void whatDecidesKnowsNoServerNoClientNoClockAndNoLogger() {
    ArchRule rule =
        noClasses()
            .that()
            .haveNameMatching(CORE.pattern())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.fabric8.kubernetes.client..", "org.slf4j..")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class);
    rule.check(CLASSES);
  }

  @Test
  void packagesDependDownwardOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..access..", "..budget..", "..certificates..", "..events..", "..loop..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.metricssidecar.webhook")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage("..access..", "..budget..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..certificates..")
        .check(CLASSES);
  }
}
