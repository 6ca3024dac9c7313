package io.metricssidecar.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir Path folder;

  private Parsed<Map<String, String>> merged(String yaml, Map<String, String> env)
      throws IOException {
    var file = Files.writeString(folder.resolve("config.yaml"), yaml);
    var all = new HashMap<>(env);
    all.put("CONFIG_FILE", file.toString());
    var reading = ConfigFile.merge(all);
    var rest = new HashMap<>(reading.value());
    rest.remove("CONFIG_FILE");
    return new Parsed<>(Map.copyOf(rest), reading.problems(), reading.warnings());
  }

  @Test
  void isTheEnvironmentWithoutAFile() {
    var env = Map.of("NAMESPACE", "shop", "CONFIG_FILE", " ");

    assertThat(ConfigFile.merge(env)).isEqualTo(new Parsed<>(env, List.of(), List.of()));
  }

  @Test
  void readsScalarsOfEveryKind() throws IOException {
    assertThat(
            merged(
                """
                NAMESPACE: shop
                POD_NAME: "cart-1"
                RESOURCE_THRESHOLD_CPU_PERCENT: 70.5
                HTTP_PORT: 9000
                PER_ZONE_FLOOR: true
                MAX_SHED:
                POLL_INTERVAL: 15s
                """,
                Map.of()))
        .isEqualTo(
            new Parsed<>(
                Map.of(
                    "NAMESPACE", "shop",
                    "POD_NAME", "cart-1",
                    "RESOURCE_THRESHOLD_CPU_PERCENT", "70.5",
                    "HTTP_PORT", "9000",
                    "PER_ZONE_FLOOR", "true",
                    "POLL_INTERVAL", "15s"),
                List.of(),
                List.of()));
  }

  @Test
  void theEnvironmentWins() throws IOException {
    assertThat(merged("NAMESPACE: file\nPOD_NAME: file", Map.of("NAMESPACE", "env")).value())
        .isEqualTo(Map.of("NAMESPACE", "env", "POD_NAME", "file"));
  }

  @Test
  void anEmptyVariableDoesNotWin() throws IOException {
    assertThat(merged("NAMESPACE: file", Map.of("NAMESPACE", " ")).value())
        .isEqualTo(Map.of("NAMESPACE", "file"));
  }

  @Test
  void namesTheKeyThatItDoesNotKnow() throws IOException {
    var problems = merged("HTTP_PROT: 9000", Map.of()).problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message())
        .startsWith(
            "CONFIG_FILE: HTTP_PROT is \"9000\": expected one of CONTAINER_NAME,"
                + " RESOURCE_THRESHOLD_CPU_PERCENT, ")
        .endsWith(", SHED_LEASE");
  }

  @Test
  void namesTheKeyThatHasMoreThanOneValue() throws IOException {
    assertThat(merged("NAMESPACE: [a, b]\nPOD_NAME: {a: b}", Map.of()).problems())
        .containsExactly(
            new Problem("CONFIG_FILE: NAMESPACE", "[a, b]", "a single value"),
            new Problem("CONFIG_FILE: POD_NAME", "{a=b}", "a single value"));
  }

  @Test
  void saysThatAFileCannotBeUsed() throws IOException {
    var expected = "a readable YAML file with a map at its top";
    var file = folder.resolve("config.yaml").toString();
    for (var yaml : List.of("", "- a", "just text", "a: [", "a: b: c", "\t")) {
      assertThat(merged(yaml, Map.of()).problems())
          .as(yaml)
          .containsExactly(new Problem("CONFIG_FILE", file, expected));
    }
    var missing = folder.resolve("missing").toString();
    assertThat(ConfigFile.merge(Map.of("CONFIG_FILE", missing)).problems())
        .containsExactly(new Problem("CONFIG_FILE", missing, expected));
    assertThat(ConfigFile.merge(Map.of("CONFIG_FILE", folder.toString())).problems())
        .containsExactly(new Problem("CONFIG_FILE", folder.toString(), expected));
  }

  @Test
  void givesTheSameConfigAsTheEnvironment() throws IOException {
    var env = Map.of("NAMESPACE", "shop", "POD_NAME", "cart-1", "CONTAINER_NAME", "app");
    var merged = merged("NAMESPACE: shop\nPOD_NAME: cart-1\nCONTAINER_NAME: app", Map.of());

    assertThat(SidecarConfig.fromEnv(merged.value())).isEqualTo(SidecarConfig.fromEnv(env));
  }
}
