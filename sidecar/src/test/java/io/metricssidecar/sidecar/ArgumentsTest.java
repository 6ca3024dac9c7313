package io.metricssidecar.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void runsWithoutAny() {
    assertThat(Arguments.read(List.of())).isEqualTo(new Arguments.Run(null));
  }

  @Test
  void takesAKubeconfigInEitherSpelling() {
    assertThat(Arguments.read(List.of("--kubeconfig=a/b"))).isEqualTo(new Arguments.Run("a/b"));
    assertThat(Arguments.read(List.of("--kubeconfig", "a/b"))).isEqualTo(new Arguments.Run("a/b"));
  }

  @Test
  void prefersToTellAboutItself() {
    assertThat(Arguments.read(List.of("--kubeconfig=f", "--version")))
        .isEqualTo(new Arguments.Version());
    assertThat(Arguments.read(List.of("--help"))).isEqualTo(new Arguments.Help());
    assertThat(Arguments.read(List.of("-h"))).isEqualTo(new Arguments.Help());
  }

  @Test
  void doesNotGuess() {
    assertThat(Arguments.read(List.of("--kubeconfg=f")))
        .isEqualTo(
            new Arguments.Unknown(
                "unknown argument \"--kubeconfg=f\": expected --kubeconfig=FILE, --version or"
                    + " --help"));
    assertThat(Arguments.read(List.of("--kubeconfig")))
        .isEqualTo(
            new Arguments.Unknown(
                "unknown argument \"--kubeconfig\": expected --kubeconfig=FILE, --version or"
                    + " --help"));
  }
}
