package io.metricssidecar.contract.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WorkloadTest {
  private static final String DNS_SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  @Example
  void shortNamesStandInFull() {
    assertThat(new Workload("Deployment", "cart").resourceName())
        .isEqualTo("metrics-sidecar-deployment-cart");
  }

  @Example
  void sixtyThreeCharactersAreNotTooLong() {
    var name = "n".repeat(63 - "metrics-sidecar-deployment-".length());

    assertThat(new Workload("Deployment", name).resourceName())
        .isEqualTo("metrics-sidecar-deployment-" + name);
  }

  @Example
  void longerNamesEndInAHashOfTheWhole() {
    assertThat(new Workload("Deployment", "n".repeat(37)).resourceName())
        .isEqualTo("metrics-sidecar-deployment-nnnnnnnnnnnnnnnnnnnnnnnnnnn-6c89656d");
  }

  @Example
  void longNamesThatBeginAlikeDoNotMeet() {
    var names = new HashSet<String>();
    for (var number = 0; number < 10_000; number++) {
      names.add(new Workload("Deployment", "n".repeat(60) + number).resourceName());
    }

    assertThat(names).hasSizeGreaterThan(9_990);
  }

  @Property(tries = 1000)
  void everyNameIsOneThatKubernetesTakes(@ForAll("names") String name) {
    assertThat(new Workload("StatefulSet", name).resourceName())
        .hasSizeLessThanOrEqualTo(63)
        .matches(DNS_SUBDOMAIN);
  }

  /// Names of workloads are DNS subdomains, so they may have dots where the cut happens to be.
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("ab-.")
        .ofMaxLength(100)
        .filter(name -> name.matches(DNS_SUBDOMAIN));
  }

  @Example
  void isKnownOnlyWithKindAndName() {
    assertThat(Workload.NONE.known()).isFalse();
    assertThat(new Workload("Deployment", "").known()).isFalse();
    assertThat(new Workload("", "cart").known()).isFalse();
    assertThat(new Workload("Deployment", "cart").known()).isTrue();
  }
}
