package io.metricssidecar.contract.sidecar;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gen;
import io.metricssidecar.testing.generators.Gens;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final String DNS_SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  @Test
  void shortNamesStandInFull() {
    assertThat(new Workload("Deployment", "cart").resourceName())
        .isEqualTo("metrics-sidecar-deployment-cart");
  }

  @Test
  void sixtyThreeCharactersAreNotTooLong() {
    var name = "n".repeat(63 - "metrics-sidecar-deployment-".length());

    assertThat(new Workload("Deployment", name).resourceName())
        .isEqualTo("metrics-sidecar-deployment-" + name);
  }

  @Test
  void longerNamesEndInAHashOfTheWhole() {
    assertThat(new Workload("Deployment", "n".repeat(37)).resourceName())
        .isEqualTo("metrics-sidecar-deployment-nnnnnnnnnnnnnnnnnnnnnnnnnnn-6c89656d");
  }

  @Test
  void longNamesThatBeginAlikeDoNotMeet() {
    var names = new HashSet<String>();
    for (var number = 0; number < 10_000; number++) {
      names.add(new Workload("Deployment", "n".repeat(60) + number).resourceName());
    }

    assertThat(names).hasSizeGreaterThan(9_990);
  }

  @Test
  void everyNameIsOneThatKubernetesTakes() {
    var cut = new Tally<Boolean>();
    forAll(
        names(),
        1000,
        name -> {
          var resourceName = new Workload("StatefulSet", name).resourceName();
          cut.add(!resourceName.endsWith(name));
          assertThat(resourceName).hasSizeLessThanOrEqualTo(63).matches(DNS_SUBDOMAIN);
        });
    cut.assertMoreThan(true, 20);
  }

  /// Names of workloads are DNS subdomains, so they may have dots where the cut happens to be.
  private static Gen<String> names() {
    return Gens.strings("ab-.", 1, 100)
        .map(name -> name.replaceAll("[-.]*\\.[-.]*", ".").replaceAll("^[-.]+|[-.]+$", ""))
        .filter(name -> name.matches(DNS_SUBDOMAIN));
  }

  @Test
  void isKnownOnlyWithKindAndName() {
    assertThat(Workload.NONE.known()).isFalse();
    assertThat(new Workload("Deployment", "").known()).isFalse();
    assertThat(new Workload("", "cart").known()).isFalse();
    assertThat(new Workload("Deployment", "cart").known()).isTrue();
  }
}
