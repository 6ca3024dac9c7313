package io.metricssidecar.sidecar.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  @TempDir Path folder;

  @Nested
  class InAPod {
    private final Map<String, String> env =
        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "6443");

    @BeforeEach
    void writeTheVolume() throws IOException {
      Files.writeString(folder.resolve("token"), "first\n");
      Files.writeString(folder.resolve("ca.crt"), "PEM\n");
    }

    @Test
    void readsEnvironmentAndVolume() throws IOException {
      assertThat(new InClusterAccess(env, folder).load())
          .isEqualTo(new ApiAccess("10.0.0.1", 6443, "PEM\n", "first", null, null, false));
    }

    @Test
    void readsThemAgainEachTime() throws IOException {
      var access = new InClusterAccess(env, folder);
      access.load();
      Files.writeString(folder.resolve("token"), "second");

      assertThat(access.load().token()).isEqualTo("second");
    }

    @Test
    void usesPort443UnlessTold() throws IOException {
      var access = new InClusterAccess(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"), folder);

      assertThat(access.load().port()).isEqualTo(443);
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
      Files.delete(folder.resolve("token"));

      assertThatThrownBy(() -> new InClusterAccess(env, folder).load())
          .isInstanceOf(IOException.class)
          .hasMessage("cannot read token of the token volume");
    }

    /// Some virtual clusters do not publish the ConfigMap that it comes from.
    @Test
    void saysThatTheVolumeHasNoAuthority() throws IOException {
      var access = new InClusterAccess(env, folder);
      assertThat(access.missingAuthority()).isEmpty();

      Files.delete(folder.resolve("ca.crt"));

      assertThat(access.missingAuthority())
          .contains(
              "the token volume has no ca.crt (ConfigMap kube-root-ca.crt): no API server is asked,"
                  + " and the pod is never shed");
      assertThatThrownBy(access::load).hasMessage("cannot read ca.crt of the token volume");
    }

    @Test
    void saysThatThePortIsNone() {
      var wrong = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "x");

      assertThatThrownBy(() -> new InClusterAccess(wrong, folder).load())
          .isInstanceOf(IOException.class)
          .hasMessage("KUBERNETES_SERVICE_PORT is no port number");
    }

    @Test
    void isPresentOnlyWhereTheKubeletSaysSo() {
      assertThat(InClusterAccess.of(env).present()).isTrue();
      assertThat(InClusterAccess.of(Map.of()).present()).isFalse();
      assertThat(InClusterAccess.of(Map.of("KUBERNETES_SERVICE_HOST", "")).present()).isFalse();
    }

    @Test
    void neverShowsATokenOrKey() {
      assertThat(new ApiAccess("h", 1, "ca", "secret", "crt", "key", true).toString())
          .isEqualTo("ApiAccess[h:1]");
    }
  }

  @Nested
  class WhereAKubeconfigIsLookedFor {
    @Test
    void isTheFileThatWasNamedEvenWhenItIsNotThere() {
      assertThat(KubeconfigFiles.find("/not/there", Map.of("KUBECONFIG", "other"), folder))
          .contains(Path.of("/not/there"));
    }

    @Test
    void isTheFirstOfTheVariableThatIsThere() throws IOException {
      var file = Files.writeString(folder.resolve("second"), "");
      var listed = folder.resolve("first") + File.pathSeparator + file;

      assertThat(KubeconfigFiles.find(null, Map.of("KUBECONFIG", listed), folder)).contains(file);
    }

    @Test
    void isTheHomeFolderAtLast() throws IOException {
      var file = folder.resolve(".kube").resolve("config");
      Files.createDirectories(folder.resolve(".kube"));
      Files.writeString(file, "");

      assertThat(KubeconfigFiles.find(null, Map.of(), folder)).contains(file);
    }

    @Test
    void isNowhere() {
      assertThat(KubeconfigFiles.find(null, Map.of(), folder)).isEmpty();
    }
  }

  @Nested
  class ByKubeconfig {
    private Path kubeconfig(String server, String user) throws IOException {
      return Files.writeString(folder.resolve("config"), KubeconfigText.of(server, "PEM", user));
    }

    @Test
    void readsATokenAndAnAuthority() throws IOException {
      var file = kubeconfig("https://api.example:6443", "token: secret");

      assertThat(new KubeconfigAccess(file).load())
          .isEqualTo(new ApiAccess("api.example", 6443, "PEM", "secret", null, null, false));
    }

    @Test
    void saysThatTheFileIsNotThere() {
      var file = folder.resolve("missing");

      assertThatThrownBy(() -> new KubeconfigAccess(file).load())
          .isInstanceOf(IOException.class)
          .hasMessage("cannot read kubeconfig " + file);
    }

    @Test
    void saysThatTheFileIsNone() throws IOException {
      var file = Files.writeString(folder.resolve("config"), "- no kubeconfig");

      assertThatThrownBy(() -> new KubeconfigAccess(file).load()).isInstanceOf(IOException.class);
    }
  }
}
