package io.metricssidecar.sidecar;

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

class SidecarArchitectureTest {
  private static final JavaClasses SIDECAR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.metricssidecar.sidecar");

  /// Calls that make a decision depend on when and where it is taken.
  private static final DescribedPredicate<JavaCall<?>> AMBIENT =
      DescribedPredicate.describe(
          "read the clock, the environment or a random number",
          call -> {
            var owner = call.getTargetOwner();
            var name = call.getName();
            return (owner.isEquivalentTo(System.class)
                    && (name.equals("nanoTime")
                        || name.equals("currentTimeMillis")
                        || name.equals("getenv")
                        || name.equals("getProperty")))
                || (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
                || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
                || (owner.isEquivalentTo(Instant.class) && name.equals("now"))
                || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                || owner.isAssignableTo(Random.class);
          });

  @Test
  void timeEnvironmentAndChanceAreParametersEverywhereButInMains() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Main")
        .should()
        .callCodeUnitWhere(AMBIENT)
        .check(SIDECAR);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.metricssidecar.sidecar.(*)..").should().beFreeOfCycles().check(SIDECAR);
  }

  @Test
  void onlyTheRootPackageKnowsHowTheProcessIsPutTogether() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.metricssidecar.sidecar")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.metricssidecar.sidecar")
        .check(SIDECAR);
  }

  @Test
  void onlyTheReaderOfKubeconfigsTouchesFabric8() {
    noClasses()
        .that()
        .doNotHaveSimpleName("KubeconfigAccess")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(SIDECAR);
  }

  @Test
  void onlyTheLoopAndTheServersLog() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.metricssidecar.sidecar",
            "io.metricssidecar.sidecar.api",
            "io.metricssidecar.sidecar.http",
            "io.metricssidecar.sidecar.loop")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.slf4j..")
        .check(SIDECAR);
  }
}
