package io.metricssidecar.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.OptIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A test case: a pod as its owner wrote it, and as the API server stores it after the review.
///
/// @param name of the case, a sentence on what it shows
/// @param optIn the entry that sends the review
/// @param options of the installation, from the file's first line like the opt-in
/// @param pod as written
public record GoldenPod(String name, OptIn optIn, InjectionOptions options, ObjectNode pod) {
  private static final Path FOLDER = Path.of("..", "injection", "src", "test", "resources", "pods");
  private static final String INPUT = ".yaml";
  private static final String OUTPUT = ".injected.yaml";
  private static final String OPTIONS = "# options:";
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  /// All cases, by name.
  public static Stream<GoldenPod> all() {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(INPUT) && !file.endsWith(OUTPUT))
          .map(file -> file.substring(0, file.length() - INPUT.length()))
          .sorted()
          .toList()
          .stream()
          .map(GoldenPod::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The case of this name.
  public static GoldenPod read(String name) {
    try {
      var text = Files.readString(FOLDER.resolve(name + INPUT));
      var words = words(text);
      return new GoldenPod(
          name,
          words.contains("namespace") ? OptIn.NAMESPACE : OptIn.POD,
          TestOptions.of(words),
          (ObjectNode) YAML.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> words(String text) {
    return text.lines()
        .filter(line -> line.startsWith(OPTIONS))
        .flatMap(line -> Arrays.stream(line.substring(OPTIONS.length()).split(",")))
        .map(String::strip)
        .collect(Collectors.toSet());
  }

  /// The expected outcome, stored beside the case; empty where there is none.
  public String expected() {
    try {
      return Files.readString(FOLDER.resolve(name + OUTPUT));
    } catch (IOException e) {
      return "";
    }
  }

  /// Stores an outcome as the expected one.
  public void update(String text) {
    try {
      Files.writeString(FOLDER.resolve(name + OUTPUT), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The pod as the API server stores it, from what is stored beside the case.
  public ObjectNode stored() {
    try {
      return (ObjectNode) YAML.readTree(expected()).get("pod");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The format of the stored outcomes.
  public static String yaml(JsonNode node) {
    try {
      return YAML.writeValueAsString(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
