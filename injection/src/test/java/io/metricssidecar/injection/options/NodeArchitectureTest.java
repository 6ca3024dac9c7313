package io.metricssidecar.injection.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeArchitectureTest {
  @ParameterizedTest
  @CsvSource({"amd64, AMD64", "x86_64, AMD64", "aarch64, ARM64", "s390x, S390X"})
  void knowsTheNamesThatJavaHasForIt(String osArch, NodeArchitecture architecture) {
    assertThat(NodeArchitecture.ofJvm(osArch)).containsExactly(architecture);
  }

  @Test
  void isNotGuessedForAJvmThatIsNotKnown() {
    assertThat(NodeArchitecture.ofJvm("sparcv9")).isEmpty();
  }

  @Test
  void hasTheNameOfTheNodeLabel() {
    assertThat(Stream.of(NodeArchitecture.values()).map(NodeArchitecture::label))
        .containsExactly("amd64", "arm64", "arm", "ppc64le", "s390x", "riscv64");
  }
}
