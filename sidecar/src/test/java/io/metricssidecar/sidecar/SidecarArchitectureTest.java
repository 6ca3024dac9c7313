package io.metricssidecar.sidecar;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.metricssidecar.testing.architecture.AmbientCalls;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SidecarArchitectureTest {
  private static final JavaClasses SIDECAR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.metricssidecar.sidecar");

  @Test
  void timeEnvironmentAndChanceAreParametersEverywhereButInMains() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Main")
        .should()
        .callCodeUnitWhere(AmbientCalls.ANY)
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

  /// What a simulation runs is what a pod runs: nothing of it needs a thread or a network.
  @Test
  void whatReadsAndDecidesIsInFrontOfTheTransport() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.metricssidecar.sidecar.api",
            "io.metricssidecar.sidecar.budget",
            "io.metricssidecar.sidecar.json",
            "io.metricssidecar.sidecar.loop",
            "io.metricssidecar.sidecar.podmetrics",
            "io.metricssidecar.sidecar.telemetry")
        .or()
        .areAssignableTo(LoopWiring.class)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vertx..")
                .and(not(resideInAPackage("io.vertx.core.json")))
                .and(not(belongToAnyOf(AsyncResult.class, Future.class, Promise.class)))
                .or(resideInAPackage("io.metricssidecar.sidecar.connection")))
        .orShould()
        .callMethod(Future.class, "timeout", long.class, TimeUnit.class)
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
            "io.metricssidecar.sidecar.http",
            "io.metricssidecar.sidecar.loop")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.slf4j..")
        .check(SIDECAR);
  }
}
