package io.metricssidecar.sidecar.json;

import static io.metricssidecar.testing.Property.forAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.sidecar.json.SelectiveReader.Malformed;
import io.metricssidecar.sidecar.json.SelectiveReader.TooLarge;
import io.metricssidecar.testing.generators.Gens;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectiveReaderTest {
  private static final String POD =
      """
      {"metadata": {"name": "p", "uid": "u", "labels": {"a.b/c": "d", "e": "f"}},
       "spec": {"containers": [
         {"name": "app", "image": "x", "resources": {"limits": {"cpu": "1", "gpu": 2}}},
         {"name": "mësh \\u20ac", "env": [{"name": "A", "value": "{}"}]}]},
       "status": {"ready": true, "since": null, "count": 17, "share": 0.5}}
      """;

  private static JsonObject read(String text, Selection selection) throws Malformed, TooLarge {
    var reader = new SelectiveReader(selection);
    reader.read(text.getBytes(UTF_8));
    return reader.end();
  }

  @Test
  void keepsTheSelectedFieldsAndNothingElse() throws Exception {
    var selection =
        Selection.of("metadata.uid", "spec.containers.name", "spec.containers.resources.limits.cpu")
            .and("metadata", "labels", "a.b/c");

    assertThat(read(POD, selection))
        .isEqualTo(
            new JsonObject(
                """
                {"metadata": {"uid": "u", "labels": {"a.b/c": "d"}},
                 "spec": {"containers": [
                   {"name": "app", "resources": {"limits": {"cpu": "1"}}},
                   {"name": "mësh €"}]}}
                """));
  }

  @Test
  void keepsAllThatIsInASelectedField() throws Exception {
    assertThat(read(POD, Selection.of("spec", "status")))
        .isEqualTo(
            new JsonObject(POD)
                .copy().stream()
                    .filter(field -> !field.getKey().equals("metadata"))
                    .collect(
                        JsonObject::new,
                        (into, field) -> into.put(field.getKey(), field.getValue()),
                        JsonObject::mergeIn));
  }

  @Test
  void keepsAllButOneField() throws Exception {
    var expected = new JsonObject(POD);
    expected.getJsonObject("metadata").remove("labels");

    assertThat(read(POD, Selection.allBut("metadata", "labels"))).isEqualTo(expected);
    assertThat(read(POD, Selection.NOTHING)).isEqualTo(new JsonObject());
  }

  /// A field of another type than selected is kept, so that its reader sees that it is wrong.
  @Test
  void keepsAScalarWhereAnObjectIsExpected() throws Exception {
    assertThat(read("{\"metadata\": 5}", Selection.of("metadata.uid")))
        .isEqualTo(new JsonObject().put("metadata", 5));
    assertThat(read("{\"metadata\": null}", Selection.of("metadata.uid")))
        .isEqualTo(new JsonObject().putNull("metadata"));
  }

  @Test
  void piecesOfAnySizeMakeNoDifference() {
    var bytes = POD.getBytes(UTF_8);
    forAll(
        Gens.longs(),
        300,
        seed -> {
          var random = new Random(seed);
          var reader = new SelectiveReader(Selection.ALL);
          for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + 1 + random.nextInt(9));
            reader.read(Arrays.copyOfRange(bytes, from, to));
            from = to;
          }

          assertThat(reader.end()).isEqualTo(new JsonObject(POD));
        });
  }

  @Test
  void givesItemsAwayOneByOne() throws Exception {
    var items = new ArrayList<JsonObject>();
    var reader = new SelectiveReader(Selection.of("metadata.continue", "items.name"), items::add);
    reader.read(
        """
        {"items": [{"name": "a", "items": [1]}, {"name": "b"}, {}], "metadata": {"continue": "c"}}
        """
            .getBytes(UTF_8));

    assertThat(reader.end())
        .isEqualTo(new JsonObject("{\"items\": [], \"metadata\": {\"continue\": \"c\"}}"));
    assertThat(items)
        .isEqualTo(
            List.of(
                new JsonObject().put("name", "a"),
                new JsonObject().put("name", "b"),
                new JsonObject()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}{}",
        "{} 1",
        "[]",
        "5",
        "null",
        "\"a\"",
        "{\"a\": }",
        "<html>",
        "{\"a\": \"",
        "{'a': 1}"
      })
  void whatIsNotOneJsonObjectIsMalformed(String text) {
    assertThatThrownBy(() -> read(text, Selection.ALL)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"items\": 5}", "{\"items\": {}}", "{\"items\": [1]}", "{\"items\": [[]]}"})
  void itemsThatAreNoListOfObjectsAreMalformed(String text) {
    var reader = new SelectiveReader(Selection.of("items.name"), _ -> {});

    assertThatThrownBy(
            () -> {
              reader.read(text.getBytes(UTF_8));
              reader.end();
            })
        .isInstanceOf(Malformed.class);
  }

  @Test
  void anItemThatItsReaderCannotReadIsMalformed() {
    var reader =
        new SelectiveReader(Selection.of("items.name"), item -> item.getJsonObject("name"));

    assertThatThrownBy(() -> reader.read("{\"items\": [{\"name\": 1}]}".getBytes(UTF_8)))
        .isInstanceOf(Malformed.class)
        .hasMessage("an item is not as its type says");
  }

  /// What is not wanted may be of any size, what is wanted may not.
  @ParameterizedTest
  @CsvSource({"unwanted, true", "wanted, false"})
  void whatIsKeptIsBounded(String field, boolean read) {
    var reader = new SelectiveReader(Selection.of("wanted"));
    var failure = failureOf(reader, "{\"%s\": [".formatted(field), "{},", 100_000);

    assertThat(failure == null).isEqualTo(read);
    if (failure != null) {
      assertThat(failure)
          .isInstanceOf(TooLarge.class)
          .hasMessage("more than 3 MiB are wanted of it");
    }
  }

  @Test
  void everyItemHasTheBoundForItself() {
    var reader = new SelectiveReader(Selection.of("items.a"), _ -> {});

    assertThat(failureOf(reader, "{\"items\": [", "{\"a\": [[],[],[],[],[]]},", 100_000)).isNull();
  }

  @Test
  void aTextIsBoundedWhetherWantedOrNot() {
    var reader = new SelectiveReader(Selection.NOTHING);

    assertThat(failureOf(reader, "{\"a\": \"", "xxxxxxxxxxxxxxxx", 70_000))
        .isInstanceOf(TooLarge.class)
        .hasMessage("a text of more than 1024 Ki characters");
  }

  @Test
  void theWholeIsBounded() {
    var reader = new SelectiveReader(Selection.NOTHING);

    assertThat(failureOf(reader, "{\"a\": [", "0,0,0,0,0,0,0,0,", 1_100_000))
        .isInstanceOf(TooLarge.class)
        .hasMessage("more than 16 MiB");
  }

  @Test
  void depthIsBounded() {
    var reader = new SelectiveReader(Selection.NOTHING);

    assertThat(failureOf(reader, "{\"a\": ", "[", 100_000)).isInstanceOf(TooLarge.class);
  }

  /// What the reader throws for a document that begins so and goes on so; null for nothing.
  private static @Nullable Exception failureOf(
      SelectiveReader reader, String begin, String part, int parts) {
    try {
      reader.read(begin.getBytes(UTF_8));
      var chunk = part.repeat(100).getBytes(UTF_8);
      for (var i = 0; i < parts / 100; i++) {
        reader.read(chunk);
      }
      return null;
    } catch (Malformed | TooLarge e) {
      return e;
    }
  }
}
